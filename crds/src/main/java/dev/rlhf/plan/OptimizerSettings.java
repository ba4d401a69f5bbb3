package dev.rlhf.plan;

import dev.rlhf.manifest.Optimizer;

/**
 * AdamW, its learning-rate schedule and gradient clipping, every setting resolved.
 *
 * <p>The decays are those of the code that was released with "Secrets of RLHF in Large Language
 * Models Part I: PPO"; warm-up over the first tenth is the paper's; so are, for SFT, the cosine
 * that ends at a tenth of the peak (section 3.1) and, for PPO, the norm (section 5.1).
 *
 * @param warmupRatio share of the steps with a rising learning rate
 * @param minLearningRateRatio where the schedule ends, as a share of the peak
 */
public record OptimizerSettings(
    double warmupRatio,
    double minLearningRateRatio,
    double weightDecay,
    double beta1,
    double beta2,
    double epsilon,
    double maxGradNorm) {

  public OptimizerSettings {
    share("warmupRatio", warmupRatio);
    share("minLearningRateRatio", minLearningRateRatio);
    Requirement.that(
        weightDecay >= 0, "settings.optimizer.weightDecay is %s: write 0 or more", weightDecay);
    decay("beta1", beta1);
    decay("beta2", beta2);
    positive("epsilon", epsilon);
    positive("maxGradNorm", maxGradNorm);
  }

  private static void share(String field, double value) {
    Requirement.that(
        value >= 0 && value <= 1, "settings.optimizer.%s is %s: write 0 to 1", field, value);
  }

  private static void decay(String field, double value) {
    Requirement.that(
        value >= 0 && value < 1,
        "settings.optimizer.%s is %s: write 0 or more, below 1",
        field,
        value);
  }

  private static void positive(String field, double value) {
    Requirement.that(
        value > 0, "settings.optimizer.%s is %s: write a number above 0", field, value);
  }

  private static final Optimizer NOTHING_GIVEN =
      new Optimizer(null, null, null, null, null, null, null);

  /** The settings of a manifest, which may be null, with a default for each that it leaves out. */
  public static OptimizerSettings of(Optimizer given) {
    Optimizer optimizer = Default.of(given, NOTHING_GIVEN);
    return new OptimizerSettings(
        Default.of(optimizer.warmupRatio(), 0.1),
        Default.of(optimizer.minLearningRateRatio(), 0.1),
        Default.of(optimizer.weightDecay(), 0.0),
        Default.of(optimizer.beta1(), 0.9),
        Default.of(optimizer.beta2(), 0.95),
        Default.of(optimizer.epsilon(), 1e-8),
        Default.of(optimizer.maxGradNorm(), 1.0));
  }
}
