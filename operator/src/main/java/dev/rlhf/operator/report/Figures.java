package dev.rlhf.operator.report;

import dev.rlhf.manifest.StageStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stage's figures, as a status may hold them. */
final class Figures {
  /** How long an attempt took from SIGTERM to its end. */
  static final String SHUTDOWN = "shutdown_seconds";

  private Figures() {}

  /** JSON has no NaN and no infinity, and the schema bounds their number. */
  static Map<String, Double> reportable(Map<String, Double> figures) {
    return new TreeMap<>(figures)
        .entrySet().stream()
            .filter(figure -> figure.getValue() != null && Double.isFinite(figure.getValue()))
            .limit(StageStatus.MAX_FIGURES)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }
}
