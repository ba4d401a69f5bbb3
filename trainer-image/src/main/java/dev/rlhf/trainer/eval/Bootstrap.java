package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.Arrays;

/**
 * The percentile bootstrap of a mean, or of a ratio of sums: values are drawn again with
 * replacement, and the middle 95 % of the means (ratios) of those samples is the interval.
 *
 * <p>For a difference of two models on the same prompts, give the differences: the interval is then
 * the paired one.
 *
 * @param random what the draws are a function of
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron and Tibshirani 1993, chapter 13</a>
 */
public record Bootstrap(CounterRandom random) {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  /**
   * The mean of values and its interval.
   *
   * @throws IllegalArgumentException when there are none
   */
  public Interval mean(double[] values) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return ratio(values, ones);
  }

  /**
   * The ratio of two sums and its interval; value and weight are drawn together, as those of one
   * text and its tokens.
   *
   * @throws IllegalArgumentException when there are none
   */
  public Interval ratio(double[] values, double[] weights) {
    if (values.length == 0) {
      throw new IllegalArgumentException("an interval needs at least one value");
    }
    double[] ratios = new double[RESAMPLES];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      ratios[resample] = resampledRatio(values, weights, random.at(resample));
    }
    Arrays.sort(ratios);
    double ratio = Arrays.stream(values).sum() / Arrays.stream(weights).sum();
    return new Interval(
        ratio,
        Math.min(ratio, quantile(ratios, TAIL)),
        Math.max(ratio, quantile(ratios, 1 - TAIL)));
  }

  private static double resampledRatio(double[] values, double[] weights, CounterRandom random) {
    double sum = 0;
    double weight = 0;
    for (int draw = 0; draw < values.length; draw++) {
      int drawn = (int) (random.uniform(draw) * values.length);
      sum += values[drawn];
      weight += weights[drawn];
    }
    return sum / weight;
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double above = place - below;
    return sorted[below] * (1 - above) + sorted[Math.min(below + 1, sorted.length - 1)] * above;
  }
}
