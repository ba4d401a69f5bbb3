package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.Arrays;

/**
 * The percentile bootstrap of a mean: values are drawn again with replacement, and the middle 95 %
 * of the means of those samples is the interval.
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
    if (values.length == 0) {
      throw new IllegalArgumentException("an interval needs at least one value");
    }
    double[] means = new double[RESAMPLES];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      means[resample] = resampledMean(values, random.at(resample));
    }
    Arrays.sort(means);
    double mean = Arrays.stream(values).sum() / values.length;
    return new Interval(
        mean, Math.min(mean, quantile(means, TAIL)), Math.max(mean, quantile(means, 1 - TAIL)));
  }

  private static double resampledMean(double[] values, CounterRandom random) {
    double sum = 0;
    for (int draw = 0; draw < values.length; draw++) {
      sum += values[(int) (random.uniform(draw) * values.length)];
    }
    return sum / values.length;
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double above = place - below;
    return sorted[below] * (1 - above) + sorted[Math.min(below + 1, sorted.length - 1)] * above;
  }
}
