package dev.rlhf.trainer.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A model folder and what transformers computed with it, see e2e/interop/fixtures.py. */
record ParityCase(Path folder, List<Row> rows) {

  private static final Path ROOT = Path.of("src/test/resources/parity");

  /** One sequence; fields that a case lacks are empty. */
  record Row(
      String text,
      long[] tokens,
      double[] logProbs,
      long[] greedy,
      long[] penalised,
      String answer) {
    @Override
    public String toString() {
      return tokens.length + " tokens";
    }
  }

  static Stream<ParityCase> all() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.sorted().toList().stream().map(ParityCase::read);
    }
  }

  static ParityCase named(String name) {
    return read(ROOT.resolve(name));
  }

  private static ParityCase read(Path folder) {
    try {
      JsonNode json = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
      return new ParityCase(
          folder,
          StreamSupport.stream(json.path("rows").spliterator(), false)
              .map(ParityCase::row)
              .toList());
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  private static Row row(JsonNode row) {
    return new Row(
        row.path("text").asText(),
        longs(row.path("tokens")),
        row.path("logprobs").valueStream().mapToDouble(JsonNode::asDouble).toArray(),
        longs(row.path("greedy")),
        longs(row.path("penalised")),
        row.path("answer").asText());
  }

  private static long[] longs(JsonNode array) {
    return array.valueStream().mapToLong(JsonNode::asLong).toArray();
  }

  List<long[]> tokens() {
    return rows.stream().map(Row::tokens).toList();
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
