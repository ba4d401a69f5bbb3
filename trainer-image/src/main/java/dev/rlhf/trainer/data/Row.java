package dev.rlhf.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.List;
import java.util.Optional;

/** One row of a file of demonstrations; its kind shows by its fields. */
public sealed interface Row permits Row.Messages, Row.PromptCompletion, Transcript {

  /** The dialogue to learn from; empty for a row that is known to hold none and is passed over. */
  Optional<Dialogue> dialogue();

  /** {@code {"messages": [{"role": "user", "content": "..."}, ...]}}. */
  record Messages(List<Message> messages) implements Row {
    @Override
    public Optional<Dialogue> dialogue() {
      return Optional.of(new Dialogue(messages));
    }
  }

  /** {@code {"prompt": "...", "completion": "..."}}: a user's turn and its answer. */
  record PromptCompletion(String prompt, String completion) implements Row {
    @Override
    public Optional<Dialogue> dialogue() {
      return Optional.of(
          new Dialogue(
              List.of(new Message(Role.USER, prompt), new Message(Role.ASSISTANT, completion))));
    }
  }

  /**
   * The row of a line.
   *
   * @throws InvalidInputException when it is of no known kind; the message does not name the place
   */
  static Row of(String line) {
    JsonNode row = JsonRow.parse(line);
    if (row.has("messages")) {
      return new Messages(JsonRow.messages(row, "messages"));
    } else if (row.has("prompt") && row.has("completion")) {
      return new PromptCompletion(JsonRow.text(row, "prompt"), JsonRow.text(row, "completion"));
    } else if (row.has("chosen")) {
      return Transcript.of("chosen", JsonRow.text(row, "chosen"));
    }
    throw new InvalidInputException(
        "the row has no answer to learn from: write messages, or prompt and completion, or chosen");
  }
}
