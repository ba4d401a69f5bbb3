package dev.rlhf.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Plain texts, such as a model is pre-trained on, as ids; every row is read and checked before the
 * first step.
 *
 * @param pieces of whole texts, each no longer than a model reads at once
 */
public record Texts(List<EncodedDialogue> pieces) {

  public Texts {
    pieces = List.copyOf(pieces);
  }

  /**
   * Reads a file of rows of {@code text}.
   *
   * @throws InvalidInputException naming file and line of the first rows that are wrong
   */
  public static Texts read(Path file, Function<String, List<EncodedDialogue>> encoder)
      throws IOException {
    List<EncodedDialogue> pieces = new ArrayList<>();
    Complaints complaints = new Complaints(file);
    try (JsonLines lines = JsonLines.open(file)) {
      while (complaints.isPatient() && lines.advance()) {
        try {
          pieces.addAll(encoder.apply(text(lines.text())));
        } catch (InvalidInputException e) {
          complaints.add(lines.number(), e);
        }
      }
    }
    complaints.refuse(pieces.isEmpty());
    return new Texts(pieces);
  }

  private static String text(String line) {
    JsonNode row = JsonRow.parse(line);
    String text = JsonRow.text(row, "text");
    if (text.isBlank()) {
      throw new InvalidInputException("text is empty: write a text, or leave the row out");
    }
    return text;
  }
}
