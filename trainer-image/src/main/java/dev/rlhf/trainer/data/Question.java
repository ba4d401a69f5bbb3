package dev.rlhf.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * One row of a file of multiple-choice questions: {@code {"question": "...", "choices": ["...",
 * ...], "answer": 0}}. The question may be messages that end with the user, for examples before it.
 *
 * @param answer the place of the right choice, from 0
 */
public record Question(Prompt prompt, List<String> choices, int answer) {
  private static final String QUESTION = "question";
  private static final String CHOICES = "choices";
  private static final String ANSWER = "answer";

  public Question {
    choices = List.copyOf(choices);
    if (choices.size() < 2) {
      throw new InvalidInputException(
          "choices holds %d: write two or more".formatted(choices.size()));
    }
    if (new HashSet<>(choices).size() < choices.size()) {
      throw new InvalidInputException(
          "two choices are the same text: write each of them once, so that one is right");
    }
    if (answer < 0 || answer >= choices.size()) {
      throw new InvalidInputException(
          "answer is %d: write the place of the right choice, from 0 to %d"
              .formatted(answer, choices.size() - 1));
    }
  }

  /**
   * The question of a line.
   *
   * @throws InvalidInputException when there is none; the message does not name the place
   */
  static Question of(String line) {
    JsonNode row = JsonRow.parse(line);
    List<Message> asked =
        row.path(QUESTION).isArray()
            ? JsonRow.messages(row, QUESTION)
            : List.of(new Message(Role.USER, JsonRow.text(row, QUESTION)));
    return new Question(new Prompt(asked), choices(row), answer(row));
  }

  private static List<String> choices(JsonNode row) {
    if (!row.path(CHOICES).isArray()) {
      throw new InvalidInputException(
          "choices is not a list: write [\"one choice\", \"another\", ...]");
    }
    List<String> choices = new ArrayList<>();
    for (JsonNode choice : row.path(CHOICES)) {
      if (!choice.isTextual() || choice.asText().isBlank()) {
        throw new InvalidInputException(
            "choices[%d] is no text: write what the model might answer, in quotes"
                .formatted(choices.size()));
      }
      choices.add(choice.asText());
    }
    return choices;
  }

  private static int answer(JsonNode row) {
    JsonNode answer = row.path(ANSWER);
    if (!answer.isInt()) {
      throw new InvalidInputException(
          "answer is %s: write the place of the right choice as a number, the first being 0"
              .formatted(answer.isMissingNode() ? "missing" : answer));
    }
    return answer.asInt();
  }
}
