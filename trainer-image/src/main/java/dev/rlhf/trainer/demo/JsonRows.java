package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Files of JSON lines. */
final class JsonRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonRows() {}

  static ObjectNode row() {
    return JSON.createObjectNode();
  }

  /** Writes rows by their numbers, the first being 0. */
  static void write(Path file, int rows, IntFunction<ObjectNode> made) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < rows; row++) {
        out.write(JSON.writeValueAsString(made.apply(row)));
        out.write('\n');
      }
    }
  }
}
