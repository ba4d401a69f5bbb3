package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokenizer's own chat template.
 *
 * <p>An answer is what the template adds to the prompt when the assistant's turn joins it, up to
 * the end-of-sequence token. A template that writes none there gets one.
 *
 * @param endOfSequence the text of that token
 */
public record TemplateFormat(ChatTemplate template, String endOfSequence)
    implements DialogueFormat {

  @Override
  public List<Segment> segments(List<Message> messages) {
    List<Segment> segments = new ArrayList<>();
    String done = "";
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role() == Role.ASSISTANT) {
        String prompt = template.render(messages.subList(0, i), true);
        String turn = template.render(messages.subList(0, i + 1), false);
        Segment answer = answer(added(prompt, turn));
        segments.add(Segment.context(added(done, prompt)));
        segments.add(answer);
        done = prompt + answer.text();
      }
    }
    if (messages.get(messages.size() - 1).role() != Role.ASSISTANT) {
      segments.add(Segment.context(added(done, template.render(messages, true))));
    }
    return segments;
  }

  /** What follows the end-of-sequence token stands before the next turn, and is not learnt. */
  private Segment answer(String turn) {
    int end = turn.lastIndexOf(endOfSequence);
    return end < 0
        ? Segment.answer(turn.stripTrailing(), true)
        : Segment.answer(turn.substring(0, end + endOfSequence.length()), false);
  }

  private static String added(String before, String after) {
    if (!after.startsWith(before)) {
      throw new InvalidInputException(
          "the tokenizer's chat template writes a turn differently once another follows it, so that"
              + " answers cannot be told from prompts: write chatFormat: human-assistant, or bring a"
              + " template that only appends");
    }
    return after.substring(before.length());
  }
}
