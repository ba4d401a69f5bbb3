package dev.rlhf.operator.scale;

import java.util.List;

/**
 * How long after its cause something was seen, in milliseconds.
 *
 * @param samples how often it was measured
 */
public record Latency(int samples, double p50, double p99, double max) {
  private static final double NANOS = 1e6;

  /** Of times in nanoseconds; at least one. */
  static Latency of(List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Latency(sorted.length, rank(sorted, 0.5), rank(sorted, 0.99), rank(sorted, 1));
  }

  /** The smallest time that is not shorter than this share of all. */
  private static double rank(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return Math.round(sorted[Math.max(index, 0)] / NANOS * 10) / 10.0;
  }
}
