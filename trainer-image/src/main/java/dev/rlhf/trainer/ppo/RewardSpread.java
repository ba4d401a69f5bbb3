package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.metrics.Distribution;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How an iteration's rewards are spread: where a collapse begins their histogram grows a long tail,
 * which the mean does not tell (paper, section 5.1).
 *
 * <p>The quantile q of n sorted rewards is linear between those at places floor and ceiling of (n -
 * 1) q. The skewness is mean((r - mean)^3) / deviation^3, and 0 where all are equal.
 *
 * @param sorted at least one
 */
record RewardSpread(double[] sorted) {

  /** Reward models have scales of their own, so that buckets double in width on both sides of 0. */
  static final Distribution HISTOGRAM =
      new Distribution(
          "rlhf_ppo_answer_reward",
          "Rewards of the answers that this attempt learnt from, before normalisation.",
          List.of(
              -16.0, -8.0, -4.0, -2.0, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0,
              16.0));

  /** Of an iteration's answers, before normalisation. */
  static RewardSpread of(List<Experience> experiences) {
    return of(experiences.stream().mapToDouble(e -> e.scored().reward()).toArray());
  }

  static RewardSpread of(double... rewards) {
    double[] sorted = rewards.clone();
    Arrays.sort(sorted);
    return new RewardSpread(sorted);
  }

  double quantile(double q) {
    double place = (sorted.length - 1) * q;
    int low = (int) place;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }

  double skewness() {
    RunningMoments moments = RunningMoments.of(sorted);
    double deviation = moments.deviation();
    if (deviation == 0) {
      return 0;
    }
    return Arrays.stream(sorted)
        .map(reward -> Math.pow((reward - moments.mean()) / deviation, 3))
        .average()
        .orElseThrow();
  }

  Map<PpoFigure, Double> figures() {
    RunningMoments moments = RunningMoments.of(sorted);
    Map<PpoFigure, Double> figures = new EnumMap<>(PpoFigure.class);
    figures.put(PpoFigure.REWARD, moments.mean());
    figures.put(PpoFigure.REWARD_STD, moments.deviation());
    figures.put(PpoFigure.REWARD_MIN, quantile(0));
    figures.put(PpoFigure.REWARD_P05, quantile(0.05));
    figures.put(PpoFigure.REWARD_P25, quantile(0.25));
    figures.put(PpoFigure.REWARD_P50, quantile(0.5));
    figures.put(PpoFigure.REWARD_P75, quantile(0.75));
    figures.put(PpoFigure.REWARD_P95, quantile(0.95));
    figures.put(PpoFigure.REWARD_MAX, quantile(1));
    figures.put(PpoFigure.REWARD_SKEWNESS, skewness());
    return figures;
  }
}
