package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.manifest.Reward;
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
 * @param rewardClip the paper's delta, in standard deviations of reward
 * @param policyClip the paper's epsilon
 * @param rewards whose weighted sum is an answer's; none for the reward model alone
 * @param maxLength tokens of a prompt and its answer
 */
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
    double rewardClip,
    double policyClip,
    double valueClip,
    double gamma,
    double lambda,
    double temperature,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RewardSettings> rewards,
    int maxLength,
    int maxResponseLength)
    implements StageSettings {

  public PpoSettings {
    rewards = rewards == null ? List.of() : List.copyOf(rewards);
  }

  /** The stage's settings, with a default for each that the manifest leaves out. */
  public static PpoSettings of(PpoStage stage) {
    return new PpoSettings(
        Default.of(stage.steps(), 1000),
        Default.of(stage.criticWarmupSteps(), 50),
        Default.of(stage.rolloutBatchSize(), 128),
        Default.of(stage.batchSize(), 32),
        Default.of(stage.microBatchSize(), 8),
        Default.of(stage.epochs(), 1),
        Default.of(stage.learningRate(), 5e-7),
        Default.of(stage.criticLearningRate(), 1.65e-6),
        OptimizerSettings.of(stage.optimizer()),
        Default.of(stage.klCoefficient(), 0.05),
        Default.of(stage.rewardClip(), 0.8),
        Default.of(stage.policyClip(), 0.2),
        Default.of(stage.valueClip(), 0.2),
        Default.of(stage.gamma(), 1.0),
        Default.of(stage.lambda(), 0.9),
        Default.of(stage.temperature(), 1.0),
        Default.of(stage.rewards(), List.<Reward>of()).stream().map(RewardSettings::of).toList(),
        Default.of(stage.maxLength(), 2048),
        Default.of(stage.maxResponseLength(), 128));
  }
}
