package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dialogue that waits for its answer: it opens with the system or the user, and ends with the
 * user.
 */
public record Prompt(List<Message> messages) {

  public Prompt {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new InvalidInputException("the prompt has no turn: write what the user says");
    }
    if (messages.get(0).role() == Role.ASSISTANT) {
      throw new InvalidInputException(
          "the prompt opens with the assistant: write what the user said before it");
    }
    Role last = messages.get(messages.size() - 1).role();
    if (last != Role.USER) {
      throw new InvalidInputException(
          "the prompt ends with the %s: add what the user says, or leave the row out"
              .formatted(last.id()));
    }
  }

  /**
   * The same without what the user said first and its answer; a system turn stays. Empty where the
   * user spoke only once.
   */
  public Optional<Prompt> withoutOldestTurn() {
    int first = messages.get(0).role() == Role.SYSTEM ? 1 : 0;
    int next = first + 1;
    while (next < messages.size() && messages.get(next).role() != Role.USER) {
      next++;
    }
    if (next >= messages.size()) {
      return Optional.empty();
    }
    List<Message> left = new ArrayList<>(messages.subList(0, first));
    left.addAll(messages.subList(next, messages.size()));
    return Optional.of(new Prompt(left));
  }
}
