package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.LmLossOn;
import dev.rlhf.manifest.Precision;
import dev.rlhf.manifest.RewardModelStage;

/**
 * The settings of reward-model training, every one resolved.
 *
 * <p>Coefficient, epochs and learning rate are those of "Secrets of RLHF in Large Language Models
 * Part I: PPO", section 3.2; its batches of 4 to 128 pairs are 64 here.
 *
 * @param batchSize pairs of one optimizer step
 * @param microBatchSize pairs that are in memory at a time
 * @param maxLength tokens of a dialogue
 * @param lora null where all weights are trained
 * @param precision in {@code stage.yaml} only where it is not fp32
 * @param activationCheckpointing true, or null where activations are kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RmSettings(
    InitFrom initFrom,
    double lmLossCoefficient,
    LmLossOn lmLossOn,
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

  public RmSettings {
    precision = Default.of(precision, Precision.FP32);
    Requirement.ofTraining(epochs, batchSize, microBatchSize, learningRate, optimizer, maxLength);
    Requirement.that(lmLossOn != null, "settings.lmLossOn is missing: write answer or dialogue");
  }

  /** The stage's settings, with a default for each that the manifest leaves out. */
  public static RmSettings of(RewardModelStage stage) {
    return new RmSettings(
        Default.of(stage.initFrom(), InitFrom.SFT),
        Default.of(stage.lmLossCoefficient(), 1.0),
        Default.of(stage.lmLossOn(), LmLossOn.ANSWER),
        Default.of(stage.epochs(), 1),
        Default.of(stage.batchSize(), 64),
        Default.of(stage.microBatchSize(), 8),
        Default.of(stage.learningRate(), 5e-6),
        OptimizerSettings.of(stage.optimizer()),
        Default.of(stage.maxLength(), 2048),
        LoraSettings.of(stage.lora()),
        stage.precision(),
        stage.activationCheckpointing());
  }
}
