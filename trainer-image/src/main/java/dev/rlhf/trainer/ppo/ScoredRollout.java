package dev.rlhf.trainer.ppo;

/**
 * A rollout as the models see it; arrays go by the answer's tokens.
 *
 * @param logProbs log pi_old(a_t|s_t)
 * @param entropies of pi_old(.|s_t)
 * @param reference log pi_SFT(a_t|s_t)
 * @param values V_old(s_t)
 * @param reward of the whole answer, as the reward model gives it
 */
record ScoredRollout(
    Rollout rollout,
    float[] logProbs,
    float[] entropies,
    float[] reference,
    float[] values,
    double reward) {}
