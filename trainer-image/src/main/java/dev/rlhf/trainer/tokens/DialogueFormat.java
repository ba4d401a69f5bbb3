package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.List;

/** How a dialogue becomes text: {@code chatFormat} of the manifest. */
public sealed interface DialogueFormat permits TemplateFormat, HumanAssistantFormat {

  /**
   * The dialogue's text in order, answers apart from what stands before them; each answer ends with
   * the end-of-sequence token.
   *
   * @throws InvalidInputException when the format has no place for the dialogue
   */
  List<Segment> segments(Dialogue dialogue);
}
