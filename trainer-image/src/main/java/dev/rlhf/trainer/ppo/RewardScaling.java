package dev.rlhf.trainer.ppo;

/**
 * Reward scaling: r' = clip(r / deviation, -delta, delta), by the deviation of the discounted sums
 * of rewards so far; their mean is not taken away.
 *
 * <p>An answer is an episode whose one reward comes with its last token, so that its discounted sum
 * is there that reward itself, whatever gamma is.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.1</a>
 * @see <a href="https://arxiv.org/abs/2005.12729">Engstrom et al. 2020, algorithm 1</a>
 */
public record RewardScaling(SymmetricClip clip) implements RewardTransform {

  /** The reward as it is where all so far are equal: there is no scale to tell. */
  @Override
  public double of(double reward, RunningMoments seen) {
    double deviation = seen.deviation();
    return clip.of(deviation < SMALLEST_DEVIATION ? reward : reward / deviation);
  }
}
