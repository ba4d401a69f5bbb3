package dev.rlhf.contract;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The memory that a stage's process is foreseen to take at its peak: one of the stage's figures.
 *
 * @param bytes resident in memory; more than none
 */
public record PeakMemory(long bytes) {

  /** The figure's name. */
  public static final String FIGURE = "memory_foreseen_bytes";

  /** By so much a process may take more than was foreseen; see docs/performance.md. */
  private static final double MARGIN = 1.2;

  private static final double GIB = 1L << 30;

  public PeakMemory {
    if (bytes <= 0) {
      throw new IllegalArgumentException("a process takes memory: " + bytes + " bytes");
    }
  }

  /** That of a stage with these figures; empty where none was foreseen. */
  public static Optional<PeakMemory> in(Map<String, Double> figures) {
    return Optional.ofNullable(figures)
        .map(all -> all.get(FIGURE))
        .filter(value -> Double.isFinite(value) && value >= 1)
        .map(value -> new PeakMemory(value.longValue()));
  }

  /** What a container needs, as Kubernetes writes it: whole GiB, with the margin. */
  public String quantity() {
    return (long) Math.ceil(bytes * MARGIN / GIB) + "Gi";
  }

  @Override
  public String toString() {
    return gibibytes(bytes);
  }

  /** Bytes for people, as {@code 7.9 GiB}. */
  public static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
