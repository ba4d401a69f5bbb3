package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads files of which every row must be right. */
final class Rows {
  private Rows() {}

  /**
   * All rows of a file.
   *
   * @param row makes one of a line; what it refuses is told with the line's number
   * @throws InvalidInputException naming file and line of the first rows that are wrong
   */
  static <T> List<T> read(Path file, Function<String, T> row) throws IOException {
    List<T> rows = new ArrayList<>();
    Complaints complaints = new Complaints(file);
    try (JsonLines lines = JsonLines.open(file)) {
      while (complaints.isPatient() && lines.advance()) {
        try {
          rows.add(row.apply(lines.text()));
        } catch (InvalidInputException e) {
          complaints.add(lines.number(), e);
        }
      }
    }
    complaints.refuse(rows.isEmpty());
    return rows;
  }
}
