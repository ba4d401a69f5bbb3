package dev.rlhf.trainer.optim;

import dev.rlhf.plan.OptimizerSettings;

/**
 * The constants of {@link AdamW} and {@link GlobalNormClip}.
 *
 * @param weightDecay for matrices; norms and biases do not decay
 * @param maxGradNorm the bound on the gradients' global norm
 */
public record AdamWSettings(
    double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {

  public AdamWSettings {
    require(beta1 >= 0 && beta1 < 1, "beta1 lies in [0, 1)");
    require(beta2 >= 0 && beta2 < 1, "beta2 lies in [0, 1)");
    require(epsilon > 0, "epsilon is above 0");
    require(weightDecay >= 0, "weightDecay is not below 0");
    require(maxGradNorm > 0, "maxGradNorm is above 0");
  }

  /** Those of a stage. */
  public static AdamWSettings of(OptimizerSettings given) {
    return new AdamWSettings(
        given.beta1(), given.beta2(), given.epsilon(), given.weightDecay(), given.maxGradNorm());
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
