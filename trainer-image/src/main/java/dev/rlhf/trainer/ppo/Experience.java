package dev.rlhf.trainer.ppo;

/**
 * What the update learns from one answer; arrays go by the answer's tokens.
 *
 * @param shapedReward the normalised and clipped reward
 * @param returns what the values should have been
 */
record Experience(
    ScoredRollout scored, double shapedReward, double[] advantages, double[] returns) {}
