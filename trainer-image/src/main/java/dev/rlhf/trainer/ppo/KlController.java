package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.PpoSettings;

/**
 * The adaptive KL controller: after an iteration of n answers whose mean KL per response token was
 * KL,
 *
 * <pre>
 * e = clip(KL / target - 1, -0.2, 0.2),   eta = eta (1 + e n / horizon)
 * </pre>
 *
 * @param target 0 keeps eta as it is
 * @see <a href="https://arxiv.org/abs/1909.08593">Ziegler et al. 2019, section 2.2</a>
 */
public record KlController(double target, int horizon) {

  private static final SymmetricClip ERROR = new SymmetricClip(0.2);

  static KlController of(PpoSettings settings) {
    return new KlController(settings.klTarget(), settings.klHorizon());
  }

  /** The coefficient of the next iteration. */
  double next(double coefficient, double kl, int answers) {
    if (target == 0) {
      return coefficient;
    }
    return coefficient * (1 + ERROR.of(kl / target - 1) * answers / horizon);
  }
}
