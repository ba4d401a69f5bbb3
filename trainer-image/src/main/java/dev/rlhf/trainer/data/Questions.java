package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Multiple-choice questions, as ids; every row is read and checked before the first is asked. */
public record Questions(List<EncodedQuestion> rows) {

  public Questions {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file of questions.
   *
   * @param encoder of whole dialogues, which cuts nothing off
   * @param positions tokens that the models can read
   * @throws InvalidInputException naming file and line of the first rows that are wrong
   */
  public static Questions read(
      Path file, Function<Dialogue, EncodedDialogue> encoder, int positions) throws IOException {
    return new Questions(
        Rows.read(
            file, line -> fitting(EncodedQuestion.of(Question.of(line), encoder), positions)));
  }

  private static EncodedQuestion fitting(EncodedQuestion question, int positions) {
    if (question.length() > positions) {
      throw new InvalidInputException(
          "the question has %d tokens with its longest choice, but the models read only %d: shorten it"
              .formatted(question.length(), positions));
    }
    return question;
  }
}
