package dev.rlhf.trainer.ppo;

/**
 * The token-level penalty for leaving the SFT model: eta (log pi_SFT(a_t|s_t) - log pi(a_t|s_t)).
 *
 * <p>In expectation over the policy's own tokens this is -eta KL(pi || pi_SFT); a single token's
 * may be positive.
 *
 * @param coefficient the paper's eta
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.2</a>
 */
public record KlPenalty(double coefficient) {

  /** The penalty of each token of an answer, from its log-probabilities under both models. */
  public double[] of(float[] policy, float[] reference) {
    double[] penalties = new double[policy.length];
    for (int t = 0; t < penalties.length; t++) {
      penalties[t] = coefficient * ((double) reference[t] - policy[t]);
    }
    return penalties;
  }
}
