package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.PpoSettings;

/** What becomes of an answer's reward, given the moments of every reward so far. */
sealed interface RewardTransform permits RewardNormalization, RewardScaling, PlainReward {

  /** Below this rewards are told apart by rounding only: they count as equal. */
  double SMALLEST_DEVIATION = 1e-8;

  static RewardTransform of(PpoSettings settings) {
    SymmetricClip clip = new SymmetricClip(settings.rewardClip());
    return switch (settings.rewardShaping()) {
      case NORMALIZE -> new RewardNormalization(clip);
      case SCALE -> new RewardScaling(clip);
      case NONE -> new PlainReward(clip);
    };
  }

  /** The shaped reward of one answer. */
  double of(double reward, RunningMoments seen);
}
