package dev.rlhf.trainer.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a stage, for people.
 *
 * @param model its final checkpoint
 * @param figures of each step
 * @param samples texts that the model made, each a prompt and an answer
 */
record StageSummary(Stage stage, Path model, List<JsonNode> figures, List<JsonNode> samples) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD = "%n%-6s %7s %11s %10s %9s %9s  %s%n";
  private static final String ROW = "%-6s %7d %11.4f %10.4f %9.0f %9.1f  %s%n";

  static StageSummary of(Stage stage, Path model) throws IOException {
    return new StageSummary(
        stage,
        model,
        rows(model.resolveSibling(CheckpointLayout.FIGURES)),
        rows(model.resolveSibling(CheckpointLayout.SAMPLES)));
  }

  void print(PrintStream out) {
    out.printf(HEAD, "stage", "steps", "first loss", "last loss", "tokens/s", "seconds", "model");
    out.printf(
        Locale.ROOT,
        ROW,
        stage.id(),
        figures.size(),
        figures.get(0).path("loss").asDouble(),
        figures.get(figures.size() - 1).path("loss").asDouble(),
        sum("tokens") / sum("step_seconds"),
        sum("step_seconds"),
        model);
    for (JsonNode sample : samples) {
      out.printf(
          "%n  %s%n  -> %s%n", sample.path("prompt").asText(), sample.path("answer").asText());
    }
    out.println();
  }

  private double sum(String figure) {
    return figures.stream().mapToDouble(row -> row.path(figure).asDouble()).sum();
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }
}
