package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** PPO-max; defaults are the paper's and stand in {@code dev.rlhf.plan.PpoSettings}. */
public record PpoStage(
    @JsonPropertyDescription("Iterations of rollout and update; 1000 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 1000000",
            message = "steps must lie between 1 and 1000000")
        @MayChange
        Integer steps,
    @JsonPropertyDescription(
            "Iterations before those in which only the critic learns; 50 where left out (paper, section"
                + " 5.3.3).")
        @ValidationRule(
            value = "self >= 0 && self <= 1000000",
            message = "criticWarmupSteps must lie between 0 and 1000000")
        Integer criticWarmupSteps,
    @JsonPropertyDescription("Prompts that are answered in one iteration; 128 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "rolloutBatchSize must lie between 1 and 65536")
        Integer rolloutBatchSize,
    @JsonPropertyDescription("Answers of one optimizer step; 32 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "batchSize must lie between 1 and 65536")
        Integer batchSize,
    @JsonPropertyDescription(
            "Answers that are in memory at a time; 8 where left out. Changes memory and speed, never the"
                + " gradient.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "microBatchSize must lie between 1 and 65536")
        @MayChange
        Integer microBatchSize,
    @JsonPropertyDescription("Passes over the answers of an iteration; 1 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 100",
            message = "epochs must lie between 1 and 100")
        Integer epochs,
    @JsonPropertyDescription(
            "Peak learning rate of the policy; 5e-7 where left out (paper, section 5.2). At 0 the policy"
                + " stands still: a control.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "learningRate must lie between 0 and 1, for example 5e-7")
        @MayChange
        Double learningRate,
    @JsonPropertyDescription(
            "Peak learning rate of the critic; 1.65e-6 where left out (paper, section 5.2).")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message =
                "criticLearningRate must be greater than 0 and at most 1, for example 1.65e-6")
        @MayChange
        Double criticLearningRate,
    @JsonPropertyDescription("How AdamW goes about it, for policy and critic alike.") @MayChange
        Optimizer optimizer,
    @JsonPropertyDescription(
            "Weight of the token-level KL penalty; 0.05 where left out (paper, section 5.3.2).")
        @ValidationRule(
            value = "self >= 0.0 && self <= 100.0",
            message = "klCoefficient must lie between 0 and 100, for example 0.05")
        @MayChange
        Double klCoefficient,
    @JsonPropertyDescription(
            "Normalised rewards are clipped to this; 0.8 where left out (paper, section 5.3.1).")
        @ValidationRule(
            value = "self > 0.0 && self <= 1000.0",
            message = "rewardClip must be greater than 0 and at most 1000, for example 0.8")
        @MayChange
        Double rewardClip,
    @JsonPropertyDescription("How far the probability ratio may go from 1; 0.2 where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "policyClip must be greater than 0 and at most 1, for example 0.2")
        @MayChange
        Double policyClip,
    @JsonPropertyDescription("How far a value may go from its old one; 0.2 where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 1000.0",
            message = "valueClip must be greater than 0 and at most 1000, for example 0.2")
        @MayChange
        Double valueClip,
    @JsonPropertyDescription("Discount of later rewards; 1.0 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "gamma must lie between 0 and 1, for example 1.0")
        @MayChange
        Double gamma,
    @JsonPropertyDescription("GAE's trade of bias for variance; 0.9 where left out (paper).")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "lambda must lie between 0 and 1, for example 0.9")
        @MayChange
        Double lambda,
    @JsonPropertyDescription(
            "Temperature of rollouts and of everything scored; 1.0 where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 100.0",
            message = "temperature must be greater than 0 and at most 100, for example 1.0")
        Double temperature,
    @JsonPropertyDescription(
            "What answers are rewarded by: the weighted sum of these; the reward model alone where"
                + " left out. The critic begins as the reward model in either case.")
        @Size(min = 1, max = 8) @ValidationRule(
            value = "self.all(a, self.exists_one(b, b.name == a.name))",
            message = "two rewards have the same name: give each one of its own")
        @ValidationRule(
            value = "self.exists(r, !has(r.weight) || r.weight != 0.0)",
            message = "every weight is 0, so that nothing is rewarded: give one reward another")
        @ValidationRule(
            value = "self.filter(r, !has(r.rule) && !has(r.http)).size() <= 1",
            message = "the reward model is named twice: leave rule and http out of one reward only")
        List<Reward> rewards,
    @JsonPropertyDescription("Tokens of a prompt and its answer; 2048 where left out.")
        @ValidationRule(
            value = "self >= 2 && self <= 1048576",
            message = "maxLength must lie between 2 and 1048576")
        Integer maxLength,
    @JsonPropertyDescription("Tokens of an answer; 128 where left out (paper, section 5.2).")
        @ValidationRule(
            value = "self >= 1 && self <= 1048576",
            message = "maxResponseLength must lie between 1 and 1048576")
        Integer maxResponseLength,
    @JsonPropertyDescription("CPU, memory and GPUs of this stage's pod, instead of the template's.")
        @MayChange
        Resources resources,
    @JsonPropertyDescription("What this stage's pod has beyond the template's podTemplate.")
        @MayChange
        PodTemplate podTemplate) {}
