package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Texts to predict, as ids: rows of {@code {"text": "..."}}. */
public record HeldOutTexts(List<long[]> rows) {

  /** A text's first token has none before it, so another one is needed. */
  private static final int SHORTEST = 2;

  public HeldOutTexts {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file of texts.
   *
   * @param encoder of a text, with what the tokenizer puts around it
   * @throws InvalidInputException naming file and line of the first rows that are wrong
   */
  public static HeldOutTexts read(Path file, Function<String, long[]> encoder) throws IOException {
    return new HeldOutTexts(
        Rows.read(
            file, line -> predictable(encoder.apply(JsonRow.text(JsonRow.parse(line), "text")))));
  }

  private static long[] predictable(long[] ids) {
    if (ids.length < SHORTEST) {
      throw new InvalidInputException(
          "the text has %d tokens, so there is nothing to predict: write more, or leave the row out"
              .formatted(ids.length));
    }
    return ids;
  }
}
