package dev.rlhf.trainer.bench;

import java.util.List;

/**
 * Whether resident memory stays flat: the least of the last quarter of its samples is compared with
 * the least of the second quarter, so that neither warming up nor a short peak counts.
 *
 * @param samples in bytes, in their order
 */
public record ResidentGrowth(List<Double> samples) {

  /** What compiled code and class data still grow by while work repeats. */
  private static final double NOISE = 6 << 20;

  public ResidentGrowth {
    if (samples.size() < 8) {
      throw new IllegalArgumentException("at least eight samples");
    }
    samples = List.copyOf(samples);
  }

  /** Bytes by which memory grew. */
  public double bytes() {
    int quarter = samples.size() / 4;
    return least(samples.size() - quarter, samples.size()) - least(quarter, 2 * quarter);
  }

  private double least(int from, int to) {
    return samples.subList(from, to).stream().mapToDouble(sample -> sample).min().orElseThrow();
  }

  public boolean isFlat() {
    return bytes() < NOISE;
  }

  @Override
  public String toString() {
    return "%s: resident memory grew by %.1f MiB, to %.1f MiB"
        .formatted(
            isFlat() ? "flat" : "a leak",
            bytes() / (1 << 20),
            least(samples.size() * 3 / 4, samples.size()) / (1 << 20));
  }
}
