package dev.rlhf.trainer.ppo;

/** The reward as the reward model gives it, clipped and no more: r' = clip(r, -delta, delta). */
public record PlainReward(SymmetricClip clip) implements RewardTransform {

  @Override
  public double of(double reward, RunningMoments seen) {
    return clip.of(reward);
  }
}
