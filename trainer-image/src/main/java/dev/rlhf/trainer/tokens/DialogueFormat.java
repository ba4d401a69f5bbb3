package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.List;

/** How a dialogue becomes text: {@code chatFormat} of the manifest. */
public sealed interface DialogueFormat permits TemplateFormat, HumanAssistantFormat {

  /**
   * The messages' text in order, answers apart from what stands before them; each answer ends with
   * the end-of-sequence token. Messages that wait for an answer end with what stands before it.
   *
   * @throws InvalidInputException when the format has no place for the messages
   */
  List<Segment> segments(List<Message> messages);

  /** The same of a whole dialogue. */
  default List<Segment> segments(Dialogue dialogue) {
    return segments(dialogue.messages());
  }
}
