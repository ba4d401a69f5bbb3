package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.Precision;
import dev.rlhf.manifest.SftStage;

/**
 * The settings of supervised fine-tuning, every one resolved.
 *
 * <p>Epochs and learning rate are those of "Secrets of RLHF in Large Language Models Part I: PPO",
 * section 3.1. The paper's batch of 1024 stands for a million dialogues; ours is 128.
 *
 * @param batchSize dialogues of one optimizer step
 * @param microBatchSize dialogues that are in memory at a time
 * @param learningRate at its peak
 * @param maxLength tokens of a dialogue; longer ones are cut
 * @param lora null where all weights are trained
 * @param precision in {@code stage.yaml} only where it is not fp32
 * @param activationCheckpointing true, or null where activations are kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SftSettings(
    int epochs,
    int batchSize,
    int microBatchSize,
    double learningRate,
    OptimizerSettings optimizer,
    int maxLength,
    LoraSettings lora,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualPrecision.class)
        Precision precision,
    Boolean activationCheckpointing)
    implements StageSettings {

  public SftSettings {
    precision = Default.of(precision, Precision.FP32);
    Requirement.ofTraining(epochs, batchSize, microBatchSize, learningRate, optimizer, maxLength);
  }

  /** The stage's settings, with a default for each that the manifest leaves out. */
  public static SftSettings of(SftStage stage) {
    return new SftSettings(
        Default.of(stage.epochs(), 2),
        Default.of(stage.batchSize(), 128),
        Default.of(stage.microBatchSize(), 8),
        Default.of(stage.learningRate(), 9.5e-6),
        OptimizerSettings.of(stage.optimizer()),
        Default.of(stage.maxLength(), 2048),
        LoraSettings.of(stage.lora()),
        stage.precision(),
        stage.activationCheckpointing());
  }
}
