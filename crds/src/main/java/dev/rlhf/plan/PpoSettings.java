package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.Guard;
import dev.rlhf.manifest.ImportanceSampling;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.manifest.Precision;
import dev.rlhf.manifest.Reward;
import dev.rlhf.manifest.RewardShaping;
import java.util.List;

/**
 * The settings of PPO-max, every one resolved.
 *
 * <p>Defaults are those of "Secrets of RLHF in Large Language Models Part I: PPO", sections 5.2 and
 * 5.3, with one departure: rollouts are drawn at temperature 1 from the whole distribution, so that
 * the distribution that is scored is the one that was sampled.
 *
 * @param steps iterations of rollout and update
 * @param criticWarmupSteps iterations before those in which only the critic learns
 * @param rolloutBatchSize prompts that are answered in one iteration
 * @param batchSize answers of one optimizer step
 * @param microBatchSize answers that are in memory at a time
 * @param epochs passes over the answers of an iteration
 * @param klCoefficient the paper's eta
 * @param klTarget mean KL per response token that the coefficient is adapted to; 0 fixes it
 * @param klHorizon answers over which it is adapted
 * @param rewardClip the paper's delta, of shaped rewards; 0 clips nothing
 * @param missingEosPenalty taken from the reward of an answer that was cut off
 * @param advantageClip bound of advantages; 0 clips nothing
 * @param policyClip the paper's epsilon
 * @param valueClip bound of a value's way from its old one; 0 clips nothing
 * @param ptxCoefficient weight of the language-model loss on pre-training texts; 0 takes none
 * @param ptxBatchSize texts of one optimizer step
 * @param rewards whose weighted sum is an answer's; none for the reward model alone
 * @param maxLength tokens of a prompt and its answer
 * @param lora null where all weights are trained
 * @param precision in {@code stage.yaml} only where it is not fp32
 * @param validation null where the stage ends with its last step
 * @param activationCheckpointing true, or null where activations are kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PpoSettings(
    int steps,
    int criticWarmupSteps,
    int rolloutBatchSize,
    int batchSize,
    int microBatchSize,
    int epochs,
    double learningRate,
    double criticLearningRate,
    OptimizerSettings optimizer,
    double klCoefficient,
    double klTarget,
    int klHorizon,
    RewardShaping rewardShaping,
    double rewardClip,
    double missingEosPenalty,
    boolean advantageNormalization,
    double advantageClip,
    ImportanceSampling importanceSampling,
    double policyClip,
    double valueClip,
    double entropyCoefficient,
    double ptxCoefficient,
    int ptxBatchSize,
    double gamma,
    double lambda,
    double temperature,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RewardSettings> rewards,
    int maxLength,
    int maxResponseLength,
    LoraSettings lora,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualPrecision.class)
        Precision precision,
    ValidationSettings validation,
    List<GuardSettings> guards,
    Boolean activationCheckpointing)
    implements StageSettings {

  public PpoSettings {
    precision = Default.of(precision, Precision.FP32);
    Requirement.that(
        rewardShaping != null, "settings.rewardShaping is missing: write normalize, scale or none");
    Requirement.that(
        importanceSampling != null,
        "settings.importanceSampling is missing: write sampler or reference");
    guards = guards == null ? List.of() : List.copyOf(guards);
    rewards = rewards == null ? List.of() : List.copyOf(rewards);
  }

  /** The stage's settings, with a default for each that the manifest leaves out. */
  public static PpoSettings of(PpoStage stage) {
    RewardShaping shaping = Default.of(stage.rewardShaping(), RewardShaping.NORMALIZE);
    boolean advantageNormalization = Default.of(stage.advantageNormalization(), false);
    double advantageClip = Default.of(stage.advantageClip(), 0.0);
    int batchSize = Default.of(stage.batchSize(), 32);
    return new PpoSettings(
        Default.of(stage.steps(), 1000),
        Default.of(stage.criticWarmupSteps(), 50),
        Default.of(stage.rolloutBatchSize(), 128),
        batchSize,
        Default.of(stage.microBatchSize(), 8),
        Default.of(stage.epochs(), 1),
        Default.of(stage.learningRate(), 5e-7),
        Default.of(stage.criticLearningRate(), 1.65e-6),
        OptimizerSettings.of(stage.optimizer()),
        Default.of(stage.klCoefficient(), 0.05),
        Default.of(stage.klTarget(), 0.0),
        Default.of(stage.klHorizon(), 10_000),
        shaping,
        Default.of(stage.rewardClip(), shaping == RewardShaping.NORMALIZE ? 0.8 : 0),
        Default.of(stage.missingEosPenalty(), 0.0),
        advantageNormalization,
        advantageClip,
        Default.of(stage.importanceSampling(), ImportanceSampling.SAMPLER),
        Default.of(stage.policyClip(), 0.2),
        Default.of(stage.valueClip(), advantageNormalization || advantageClip > 0 ? 0 : 0.2),
        Default.of(stage.entropyCoefficient(), 0.0),
        Default.of(stage.ptxCoefficient(), 0.0),
        Default.of(stage.ptxBatchSize(), batchSize),
        Default.of(stage.gamma(), 1.0),
        Default.of(stage.lambda(), 0.9),
        Default.of(stage.temperature(), 1.0),
        Default.of(stage.rewards(), List.<Reward>of()).stream().map(RewardSettings::of).toList(),
        Default.of(stage.maxLength(), 2048),
        Default.of(stage.maxResponseLength(), 128),
        LoraSettings.of(stage.lora()),
        stage.precision(),
        ValidationSettings.of(stage.validation()),
        Default.of(stage.guards(), List.<Guard>of()).stream().map(GuardSettings::of).toList(),
        stage.activationCheckpointing());
  }
}
