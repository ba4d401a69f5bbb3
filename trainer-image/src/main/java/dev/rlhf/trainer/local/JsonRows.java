package dev.rlhf.trainer.local;

import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files of one JSON document a line. */
final class JsonRows {
  private JsonRows() {}

  /** The documents in their order; none where there is no such file. */
  static <T> List<T> read(Path file, Class<T> type) throws IOException {
    List<T> rows = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        rows.add(Documents.read(line.getBytes(StandardCharsets.UTF_8), type));
      }
    }
    return rows;
  }
}
