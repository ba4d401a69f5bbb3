package dev.rlhf.trainer.eval;

/**
 * A mean and its 95 % interval.
 *
 * @param low the 2.5 % quantile
 * @param high the 97.5 % quantile
 */
public record Interval(double mean, double low, double high) {

  public Interval {
    if (!(low <= mean && mean <= high)) {
      throw new IllegalArgumentException(
          "the mean %s lies outside its interval from %s to %s".formatted(mean, low, high));
    }
  }

  /** Whether the whole interval is above a number. */
  public boolean isAbove(double number) {
    return low > number;
  }
}
