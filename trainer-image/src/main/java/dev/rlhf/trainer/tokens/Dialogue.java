package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.List;

/** A dialogue to learn from: it opens with the system or the user, and ends with an answer. */
public record Dialogue(List<Message> messages) {

  public Dialogue {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new InvalidInputException(
          "the dialogue has no turn: write a user's turn and the assistant's answer");
    }
    if (messages.get(0).role() == Role.ASSISTANT) {
      throw new InvalidInputException(
          "the dialogue opens with the assistant: write what the user said before it");
    }
    Role last = messages.get(messages.size() - 1).role();
    if (last != Role.ASSISTANT) {
      throw new InvalidInputException(
          "the dialogue ends with the %s: add the assistant's answer, or leave the row out"
              .formatted(last.id()));
    }
  }
}
