package dev.rlhf.trainer.ppo;

/**
 * Reward normalisation and clipping: r' = clip((r - mean) / deviation, -delta, delta), by the
 * moments of every reward so far.
 *
 * @param clip the paper's delta
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.1</a>
 */
public record RewardNormalization(SymmetricClip clip) implements RewardTransform {

  /** 0 where all rewards so far are equal. */
  @Override
  public double of(double reward, RunningMoments seen) {
    return clip.of((reward - seen.mean()) / Math.max(seen.deviation(), SMALLEST_DEVIATION));
  }
}
