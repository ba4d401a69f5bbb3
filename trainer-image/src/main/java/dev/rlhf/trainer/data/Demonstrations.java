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
    Complaints complaints = new Complaints(file);
    int skipped = 0;
    try (JsonLines lines = JsonLines.open(file)) {
      while (complaints.isPatient() && lines.advance()) {
        try {
          Optional<Dialogue> dialogue = Row.of(lines.text()).dialogue();
          dialogue.map(encoder).ifPresent(rows::add);
          skipped += dialogue.isEmpty() ? 1 : 0;
        } catch (InvalidInputException e) {
          complaints.add(lines.number(), e);
        }
      }
    }
    complaints.refuse(rows.isEmpty());
    return new Demonstrations(rows, skipped);
  }

  /** Rows whose end was cut off. */
  public long truncated() {
    return rows.stream().filter(EncodedDialogue::truncated).count();
  }
}
