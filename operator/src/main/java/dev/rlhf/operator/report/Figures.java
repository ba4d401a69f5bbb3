package dev.rlhf.operator.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stage's figures, as a status may hold them. */
final class Figures {
  private static final int MOST = 64;

  private Figures() {}

  /** JSON has no NaN and no infinity, and the schema takes no more than 64 of them. */
  static Map<String, Double> reportable(Map<String, Double> figures) {
    return new TreeMap<>(figures)
        .entrySet().stream()
            .filter(figure -> figure.getValue() != null && Double.isFinite(figure.getValue()))
            .limit(MOST)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }
}
