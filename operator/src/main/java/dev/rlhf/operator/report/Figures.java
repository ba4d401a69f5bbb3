package dev.rlhf.operator.report;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.manifest.StageStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stage's figures, as a status may hold them. */
public final class Figures {
  /** How long an attempt took from SIGTERM to its end. */
  static final String SHUTDOWN = "shutdown_seconds";

  private Figures() {}

  /** The latest ones; the memory that was foreseen stays, until another is. */
  public static Map<String, Double> following(
      Map<String, Double> known, Map<String, Double> latest) {
    if (latest.isEmpty()) {
      return known;
    }
    Map<String, Double> next = reportable(latest);
    return PeakMemory.in(next).isPresent()
        ? next
        : PeakMemory.in(known).map(peak -> with(next, peak)).orElse(next);
  }

  /** The same figures, and the memory that is foreseen. */
  public static Map<String, Double> with(Map<String, Double> figures, PeakMemory peak) {
    Map<String, Double> all = new TreeMap<>(figures == null ? Map.of() : figures);
    all.put(PeakMemory.FIGURE, (double) peak.bytes());
    return reportable(all);
  }

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
