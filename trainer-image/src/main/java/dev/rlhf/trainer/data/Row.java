package dev.rlhf.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
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

    private static Row of(JsonNode list) {
      if (!list.isArray()) {
        throw new InvalidInputException(
            "messages is not a list: write [{\"role\": \"user\", \"content\": \"...\"}, ...]");
      }
      List<Message> messages = new ArrayList<>();
      for (JsonNode item : list) {
        messages.add(
            new Message(Role.of(RowJson.text(item, "role")), RowJson.text(item, "content")));
      }
      return new Messages(messages);
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
    JsonNode row = RowJson.parse(line);
    if (row.has("messages")) {
      return Messages.of(row.get("messages"));
    } else if (row.has("prompt") && row.has("completion")) {
      return new PromptCompletion(RowJson.text(row, "prompt"), RowJson.text(row, "completion"));
    } else if (row.has("chosen")) {
      return Transcript.of(RowJson.text(row, "chosen"));
    }
    throw new InvalidInputException(
        "the row has no answer to learn from: write messages, or prompt and completion, or chosen");
  }
}
