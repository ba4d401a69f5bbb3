package dev.rlhf.trainer.ppo;

/**
 * How an iteration's policy does on held-out prompts.
 *
 * @param reward mean of its answers
 * @param kl mean KL to the SFT model per token of theirs, in nats
 */
record BestStep(long step, double reward, double kl) {

  /**
   * Whether this is the better one. One that keeps to the bound is better than one that does not;
   * of two that do, the one with more reward; of two that do not, the one with less KL. Of equal
   * ones the other, earlier one stays.
   *
   * @param maxKl null where there is no bound
   */
  boolean isBetterThan(BestStep other, Double maxKl) {
    if (other == null) {
      return true;
    }
    boolean keeps = maxKl == null || kl <= maxKl;
    boolean otherKeeps = maxKl == null || other.kl <= maxKl;
    if (keeps != otherKeeps) {
      return keeps;
    }
    return keeps ? reward > other.reward : kl < other.kl;
  }
}
