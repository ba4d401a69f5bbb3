package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of "Secrets of RLHF in Large Language Models Part I: PPO" and its released code: {@code
 * Human:} and {@code Assistant:} turns, joined by the end-of-sequence token; a prompt ends with
 * {@code Assistant:}.
 */
public record HumanAssistantFormat() implements DialogueFormat {

  @Override
  public List<Segment> segments(List<Message> messages) {
    List<Segment> segments = new ArrayList<>();
    for (Message message : messages) {
      String said = " " + message.content().strip();
      switch (message.role()) {
        case USER -> segments.add(new Segment("Human:" + said, false, true));
        case ASSISTANT -> {
          segments.add(Segment.context("Assistant:"));
          segments.add(Segment.answer(said, true));
        }
        case SYSTEM ->
            throw new InvalidInputException(
                "chatFormat human-assistant has no place for a system turn: remove it, or write"
                    + " chatFormat: tokenizer");
      }
    }
    if (messages.get(messages.size() - 1).role() != Role.ASSISTANT) {
      segments.add(Segment.context("Assistant:"));
    }
    return segments;
  }
}
