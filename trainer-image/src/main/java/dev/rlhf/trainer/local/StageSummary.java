package dev.rlhf.trainer.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.FiguresFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What came of a stage, for people.
 *
 * @param checkpoint its final one
 * @param figures of each step
 */
record StageSummary(Stage stage, Path checkpoint, List<JsonNode> figures) {

  static StageSummary of(Stage stage, Path checkpoint) {
    return new StageSummary(
        stage, checkpoint, FiguresFile.rows(checkpoint.resolveSibling(CheckpointLayout.FIGURES)));
  }

  /** The telling figures of the first step and the last, and what the stage took. */
  void print(PrintStream out) {
    if (!figures.isEmpty()) {
      printFigures(out);
    }
    out.printf("  %-16s %s%n%n", "checkpoint", checkpoint);
  }

  private void printFigures(PrintStream out) {
    for (String figure : TellingFigures.of(stage)) {
      out.printf(
          Locale.ROOT,
          "  %-16s %8.4f -> %8.4f%n",
          figure,
          value(figures.get(0), figure),
          value(figures.get(figures.size() - 1), figure));
    }
    if (!TellingFigures.of(stage).isEmpty()) {
      double tokens = figures.stream().mapToDouble(row -> value(row, "tokens")).sum();
      out.printf(
          Locale.ROOT,
          "  %-16s %d steps, %.1f s, %.0f tokens/s%n",
          "training",
          figures.size(),
          seconds(),
          tokens / seconds());
    }
  }

  private double seconds() {
    return figures.stream()
        .mapToDouble(row -> value(row, "tokens") / value(row, "tokens_per_second"))
        .sum();
  }

  private static double value(JsonNode row, String figure) {
    return row.path(figure).asDouble();
  }
}
