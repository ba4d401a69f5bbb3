package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Preference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the reward model learns from, as ids; every row is read and checked before the first step.
 *
 * <p>A pair with a dialogue that is too long is left out: without its end an answer has no last
 * token to be judged by, and without its beginning it answers something else.
 *
 * @param skipped rows that are known to lack an answer
 * @param tooLong rows that exceed the longest length
 */
public record Preferences(List<EncodedPair> rows, int skipped, int tooLong) {

  public Preferences {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file of rows.
   *
   * @param encoder of whole dialogues, which cuts nothing off
   * @param maxLength ids of a dialogue
   * @throws InvalidInputException naming file and line of the first rows that are wrong, or when
   *     all are too long
   */
  public static Preferences read(
      Path file, Function<Dialogue, EncodedDialogue> encoder, int maxLength) throws IOException {
    List<EncodedPair> rows = new ArrayList<>();
    Complaints complaints = new Complaints(file);
    int skipped = 0;
    try (JsonLines lines = JsonLines.open(file)) {
      while (complaints.isPatient() && lines.advance()) {
        try {
          Optional<Preference> pair = PreferenceRow.of(lines.text());
          pair.map(given -> encode(given, encoder)).ifPresent(rows::add);
          skipped += pair.isEmpty() ? 1 : 0;
        } catch (InvalidInputException e) {
          complaints.add(lines.number(), e);
        }
      }
    }
    complaints.refuse(rows.isEmpty());
    List<EncodedPair> fitting = fitting(file, rows, maxLength);
    return new Preferences(fitting, skipped, rows.size() - fitting.size());
  }

  private static EncodedPair encode(Preference given, Function<Dialogue, EncodedDialogue> encoder) {
    return EncodedPair.of(encoder.apply(given.chosen()), encoder.apply(given.rejected()));
  }

  private static List<EncodedPair> fitting(Path file, List<EncodedPair> rows, int maxLength) {
    List<EncodedPair> fitting = rows.stream().filter(pair -> pair.length() <= maxLength).toList();
    if (fitting.isEmpty()) {
      throw new InvalidInputException(
          "%s: no pair fits into maxLength, which is %d tokens: raise it, or bring shorter dialogues"
              .formatted(file, maxLength));
    }
    return fitting;
  }
}
