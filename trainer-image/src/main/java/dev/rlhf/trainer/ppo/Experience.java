package dev.rlhf.trainer.ppo;

/**
 * What the update learns from one answer; arrays go by the answer's tokens.
 *
 * @param shapedReward what its last token got of the reward
 * @param advantages as the policy learns them, shaped where that is asked for
 * @param returns what the values should have been
 */
record Experience(
    ScoredRollout scored, double shapedReward, double[] advantages, double[] returns) {}
