package dev.rlhf.trainer.ppo;

/**
 * Generalized advantage estimation over the tokens of one answer:
 *
 * <pre>
 * delta_t = r_t + gamma V_{t+1} - V_t,   A_t = sum over l of (gamma lambda)^l delta_{t+l}
 * </pre>
 *
 * <p>Computed backwards as A_t = delta_t + gamma lambda A_{t+1}; the value after the last token is
 * 0.
 *
 * @see <a href="https://arxiv.org/abs/1506.02438">Schulman et al. 2016, equation 16</a>
 */
public record GeneralizedAdvantage(double gamma, double lambda) {

  /** The advantage of each token, from its reward and the value of the state before it. */
  public double[] of(double[] rewards, float[] values) {
    double[] advantages = new double[rewards.length];
    double next = 0;
    double later = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      later = rewards[t] + gamma * next - values[t] + gamma * lambda * later;
      advantages[t] = later;
      next = values[t];
    }
    return advantages;
  }
}
