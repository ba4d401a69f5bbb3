package dev.rlhf.trainer.rm;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a reward model says of pairs, and how good it is: {@code chosen[i]} and {@code rejected[i]}
 * are the rewards of pair i.
 *
 * <p>The model's probability that the chosen answer is the better one is sigma(margin), the margin
 * being the difference of the two rewards.
 */
public record PairRewards(double[] chosen, double[] rejected) {

  /** Confidence, of the likelier of two outcomes, runs from 0.5 to 1. */
  private static final int BINS = 5;

  public PairRewards {
    if (chosen.length != rejected.length || chosen.length == 0) {
      throw new IllegalArgumentException("as many chosen as rejected rewards, at least one");
    }
  }

  public int size() {
    return chosen.length;
  }

  public double chosenMean() {
    return Arrays.stream(chosen).average().orElseThrow();
  }

  public double rejectedMean() {
    return Arrays.stream(rejected).average().orElseThrow();
  }

  public double marginMean() {
    return margins().average().orElseThrow();
  }

  /** The share of pairs whose chosen answer has the higher reward. */
  public double accuracy() {
    return margins().filter(margin -> margin > 0).count() / (double) size();
  }

  /**
   * The mean of (1 - sigma(margin))^2: 0 for certainty that is right, 1/4 for none.
   *
   * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier
   *     1950</a>
   */
  public double brierScore() {
    return margins().map(margin -> square(1 - sigma(margin))).average().orElseThrow();
  }

  /**
   * How far confidence and accuracy are apart, over five bins of confidence: sum n_b / n *
   * |accuracy_b - confidence_b|. Small numbers of pairs make it too large.
   *
   * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017, equation 3</a>
   */
  public double calibrationError() {
    double[] excess = new double[BINS];
    margins()
        .forEach(
            margin -> {
              double confidence = sigma(Math.abs(margin));
              int bin = Math.min(BINS - 1, (int) ((confidence - 0.5) * 2 * BINS));
              excess[bin] += (margin > 0 ? 1 : 0) - confidence;
            });
    return Arrays.stream(excess).map(Math::abs).sum() / size();
  }

  private DoubleStream margins() {
    return IntStream.range(0, size()).mapToDouble(i -> chosen[i] - rejected[i]);
  }

  private static double sigma(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double square(double x) {
    return x * x;
  }
}
