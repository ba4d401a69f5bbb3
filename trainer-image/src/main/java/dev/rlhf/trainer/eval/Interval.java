package dev.rlhf.trainer.eval;

import java.util.function.DoubleUnaryOperator;

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

  /** The interval of a function of the mean that only rises. */
  public Interval map(DoubleUnaryOperator rising) {
    return new Interval(
        rising.applyAsDouble(mean), rising.applyAsDouble(low), rising.applyAsDouble(high));
  }

  /** Whether the whole interval is above a number. */
  public boolean isAbove(double number) {
    return low > number;
  }
}
