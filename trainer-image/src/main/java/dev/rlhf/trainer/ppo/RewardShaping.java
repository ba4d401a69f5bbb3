package dev.rlhf.trainer.ppo;

/**
 * Reward normalisation and clipping: r' = clip((r - mean) / deviation, -delta, delta), by the
 * moments of every reward so far.
 *
 * @param clip the paper's delta
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.1</a>
 */
public record RewardShaping(double clip) {

  /** Below this rewards are told apart by rounding only: they count as equal. */
  private static final double SMALLEST_DEVIATION = 1e-8;

  /** The shaped reward of one answer; 0 where all rewards so far are equal. */
  public double of(double reward, RunningMoments seen) {
    double normalised = (reward - seen.mean()) / Math.max(seen.deviation(), SMALLEST_DEVIATION);
    return Math.max(-clip, Math.min(clip, normalised));
  }
}
