package dev.rlhf.plan;

import dev.rlhf.manifest.SftStage;

/**
 * The settings of supervised fine-tuning, every one resolved.
 *
 * <p>Epochs, learning rate and the cosine's end are those of "Secrets of RLHF in Large Language
 * Models Part I: PPO", section 3.1; the Adam decays those of its released code. The paper's batch
 * of 1024 stands for a million dialogues; ours is 128. Warm-up over the first tenth is what the
 * paper uses in its other stages.
 */
public record SftSettings(
    int epochs,
    int batchSize,
    int microBatchSize,
    double learningRate,
    double warmupRatio,
    double minLearningRateRatio,
    double weightDecay,
    double adamBeta1,
    double adamBeta2,
    double adamEpsilon,
    double maxGradNorm,
    int maxLength) {

  /** The stage's settings, with a default for each that the manifest leaves out. */
  public static SftSettings of(SftStage stage) {
    return new SftSettings(
        or(stage.epochs(), 2),
        or(stage.batchSize(), 128),
        or(stage.microBatchSize(), 8),
        or(stage.learningRate(), 9.5e-6),
        or(stage.warmupRatio(), 0.1),
        or(stage.minLearningRateRatio(), 0.1),
        or(stage.weightDecay(), 0.0),
        or(stage.adamBeta1(), 0.9),
        or(stage.adamBeta2(), 0.95),
        or(stage.adamEpsilon(), 1e-8),
        or(stage.maxGradNorm(), 1.0),
        or(stage.maxLength(), 2048));
  }

  private static <T> T or(T value, T fallback) {
    return value == null ? fallback : value;
  }
}
