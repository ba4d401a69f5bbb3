package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.List;

/** Two dialogues that differ in their last answer alone, the better one and the worse one. */
public record Preference(Dialogue chosen, Dialogue rejected) {

  public Preference {
    if (!context(chosen).equals(context(rejected))) {
      throw new InvalidInputException(
          "chosen and rejected differ before their last answer: give both the same turns up to it");
    }
    if (answer(chosen).equals(answer(rejected))) {
      throw new InvalidInputException(
          "chosen and rejected are the same answer, so that neither is better: leave the row out");
    }
  }

  private static List<Message> context(Dialogue dialogue) {
    List<Message> messages = dialogue.messages();
    return messages.subList(0, messages.size() - 1);
  }

  private static String answer(Dialogue dialogue) {
    List<Message> messages = dialogue.messages();
    return messages.get(messages.size() - 1).content().strip();
  }
}
