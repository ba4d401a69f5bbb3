package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What SFT learns from, as ids; every row is read and checked before the first step.
 *
 * @param skipped rows that are known to hold no answer
 */
public record Demonstrations(List<EncodedDialogue> rows, int skipped) {
  private static final int MOST_COMPLAINTS = 5;

  public Demonstrations {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file of rows.
   *
   * @throws InvalidInputException naming file and line of the first rows that are wrong
   */
  public static Demonstrations read(Path file, Function<Dialogue, EncodedDialogue> encoder)
      throws IOException {
    List<EncodedDialogue> rows = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    int skipped = 0;
    try (JsonLines lines = JsonLines.open(file)) {
      while (lines.advance()) {
        try {
          Optional<Dialogue> dialogue = Row.of(lines.text()).dialogue();
          dialogue.map(encoder).ifPresent(rows::add);
          skipped += dialogue.isEmpty() ? 1 : 0;
        } catch (InvalidInputException e) {
          complaints.add("%s:%d: %s".formatted(file, lines.number(), e.getMessage()));
          if (complaints.size() == MOST_COMPLAINTS) {
            break;
          }
        }
      }
    }
    refuse(file, rows, complaints);
    return new Demonstrations(rows, skipped);
  }

  private static void refuse(Path file, List<EncodedDialogue> rows, List<String> complaints) {
    if (!complaints.isEmpty()) {
      throw new InvalidInputException(String.join("\n", complaints));
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(
          "%s holds no row: write one JSON object on each line".formatted(file));
    }
  }

  /** Rows whose end was cut off. */
  public long truncated() {
    return rows.stream().filter(EncodedDialogue::truncated).count();
  }
}
