package dev.rlhf.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Preference;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One row of a file of preferences: {@code chosen} and {@code rejected}, each a whole dialogue as
 * HH-RLHF text or as messages, or, beside {@code prompt}, an answer to it.
 */
final class PreferenceRow {
  private static final String PROMPT = "prompt";
  private static final String CHOSEN = "chosen";
  private static final String REJECTED = "rejected";

  private PreferenceRow() {}

  /**
   * The preference of a line; empty where an answer of HH-RLHF is.
   *
   * @throws InvalidInputException when there is none; the message does not name the place
   */
  static Optional<Preference> of(String line) {
    JsonNode row = JsonRow.parse(line);
    if (!row.has(CHOSEN) || !row.has(REJECTED)) {
      throw new InvalidInputException(
          "the row has no two answers: write chosen and rejected, both whole dialogues, or answers"
              + " to a prompt");
    }
    Optional<Dialogue> chosen = dialogue(row, CHOSEN);
    Optional<Dialogue> rejected = dialogue(row, REJECTED);
    return chosen.flatMap(better -> rejected.map(worse -> new Preference(better, worse)));
  }

  private static Optional<Dialogue> dialogue(JsonNode row, String side) {
    boolean text = !row.path(side).isArray();
    if (text && !row.has(PROMPT)) {
      return Transcript.of(side, JsonRow.text(row, side)).dialogue();
    }
    if (text && Transcript.isOne(row.path(PROMPT).asText())) {
      return Transcript.of(PROMPT, JsonRow.text(row, PROMPT) + JsonRow.text(row, side)).dialogue();
    }
    List<Message> messages = new ArrayList<>(prompt(row));
    messages.addAll(text ? answer(row, side) : JsonRow.messages(row, side));
    return Optional.of(new Dialogue(messages));
  }

  private static List<Message> prompt(JsonNode row) {
    if (!row.has(PROMPT)) {
      return List.of();
    }
    return row.path(PROMPT).isArray()
        ? JsonRow.messages(row, PROMPT)
        : List.of(new Message(Role.USER, JsonRow.text(row, PROMPT)));
  }

  private static List<Message> answer(JsonNode row, String side) {
    return List.of(new Message(Role.ASSISTANT, JsonRow.text(row, side)));
  }
}
