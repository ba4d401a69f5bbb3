package dev.rlhf.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import java.util.List;

/**
 * One row of a file of prompts: {@code prompt}, a text or messages; {@code messages}; or a row of
 * HH-RLHF. An answer that a row ends with is left out, so that demonstrations and preferences serve
 * as prompts too.
 */
final class PromptRow {

  private PromptRow() {}

  /**
   * The prompt of a line.
   *
   * @throws InvalidInputException when there is none; the message does not name the place
   */
  static Prompt of(String line) {
    JsonNode row = JsonRow.parse(line);
    if (row.path("prompt").isArray()) {
      return new Prompt(unanswered(JsonRow.messages(row, "prompt")));
    } else if (row.has("prompt")) {
      return ofText(JsonRow.text(row, "prompt"));
    } else if (row.has("messages")) {
      return new Prompt(unanswered(JsonRow.messages(row, "messages")));
    } else if (row.has("chosen")) {
      return new Prompt(Transcript.of("chosen", JsonRow.text(row, "chosen")).question());
    }
    throw new InvalidInputException(
        "the row has nothing to answer: write prompt, or messages that end with the user");
  }

  private static Prompt ofText(String text) {
    return new Prompt(
        Transcript.isOne(text)
            ? Transcript.of("prompt", text).question()
            : List.of(new Message(Role.USER, text)));
  }

  private static List<Message> unanswered(List<Message> messages) {
    int last = messages.size() - 1;
    boolean answered = last >= 0 && messages.get(last).role() == Role.ASSISTANT;
    return answered ? messages.subList(0, last) : messages;
  }
}
