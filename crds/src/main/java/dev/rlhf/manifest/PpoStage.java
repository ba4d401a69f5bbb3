package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * PPO-max; defaults are the paper's and stand in {@code dev.rlhf.plan.PpoSettings}.
 *
 * <p>A setting that would have no effect beside the others is refused.
 */
@ValidationRule(
    value =
        "!((has(self.advantageNormalization) && self.advantageNormalization)"
            + " || (has(self.advantageClip) && self.advantageClip > 0.0))"
            + " || !has(self.valueClip) || self.valueClip == 0.0",
    message =
        "operations on advantages and on values conflict (paper, section 5.3.1): leave valueClip"
            + " out, or leave out advantageNormalization and advantageClip")
@ValidationRule(
    value = "!has(self.klHorizon) || has(self.klTarget)",
    message = "klHorizon has no effect without klTarget: write klTarget, or leave out klHorizon")
@ValidationRule(
    value = "!has(self.klTarget) || !has(self.klCoefficient) || self.klCoefficient > 0.0",
    message =
        "klTarget multiplies klCoefficient, which stays 0: write a klCoefficient above 0, or leave"
            + " out klTarget")
@ValidationRule(
    value = "!has(self.ptxBatchSize) || has(self.ptxCoefficient)",
    message =
        "ptxBatchSize has no effect without ptxCoefficient: write ptxCoefficient, or leave out"
            + " ptxBatchSize")
@ValidationRule(
    value =
        "!has(self.learningRate) || self.learningRate > 0.0 || !(has(self.ptxCoefficient)"
            + " || has(self.klTarget) || has(self.importanceSampling)"
            + " || (has(self.entropyCoefficient) && self.entropyCoefficient > 0.0))",
    message =
        "with learningRate 0 the policy stands still, so that ptxCoefficient, entropyCoefficient,"
            + " importanceSampling and klTarget have no effect: leave them out, or raise"
            + " learningRate")
@ValidationRule(
    value =
        "!has(self.guards) || !has(self.klCoefficient) || self.klCoefficient > 0.0"
            + " || self.guards.all(g, !has(g.klCoefficientFactor))",
    message =
        "a guard's klCoefficientFactor multiplies klCoefficient, which stays 0: leave it out, or write a"
            + " klCoefficient above 0")
@ValidationRule(
    value =
        "!has(self.guards) || has(self.validation)"
            + " || self.guards.all(g, !(g.metric in ['held_out_reward', 'held_out_kl']))",
    message = "held_out_reward and held_out_kl are figures of stages.ppo.validation: write it")
@ValidationRule(
    value =
        "!has(self.guards) || has(self.ptxCoefficient)"
            + " || self.guards.all(g, g.metric != 'ptx_loss')",
    message = "ptx_loss is a figure of the ptx mix: write ptxCoefficient")
public record PpoStage(
    @JsonPropertyDescription("Iterations of rollout and update; 1000 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 1000000",
            message = "steps must lie between 1 and 1000000")
        @MayChange
        Integer steps,
    @JsonPropertyDescription(
            "Iterations before those in which only the critic learns; 50 where left out (paper,"
                + " section 5.3.3).")
        @ValidationRule(
            value = "self >= 0 && self <= 1000000",
            message = "criticWarmupSteps must lie between 0 and 1000000")
        Integer criticWarmupSteps,
    @JsonPropertyDescription("Prompts that are answered in one iteration; 128 where left out.")
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "rolloutBatchSize" + TrainingRules.BATCH_MESSAGE)
        Integer rolloutBatchSize,
    @JsonPropertyDescription("Answers of one optimizer step; 32 where left out.")
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "batchSize" + TrainingRules.BATCH_MESSAGE)
        Integer batchSize,
    @JsonPropertyDescription("Answers" + TrainingRules.MICRO_BATCH)
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "microBatchSize" + TrainingRules.BATCH_MESSAGE)
        @MayChange
        Integer microBatchSize,
    @JsonPropertyDescription(TrainingRules.ACTIVATION_CHECKPOINTING) @MayChange
        Boolean activationCheckpointing,
    @JsonPropertyDescription("Passes over the answers of an iteration; 1 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 100",
            message = "epochs must lie between 1 and 100")
        Integer epochs,
    @JsonPropertyDescription(
            "Peak learning rate of the policy; 5e-7 where left out (paper, section 5.2). At 0 the"
                + " policy stands still: a control.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "learningRate must lie between 0 and 1, for example 5e-7")
        @MayChange
        Double learningRate,
    @JsonPropertyDescription(
            "Peak learning rate of the critic; 1.65e-6 where left out (paper, section 5.2).")
        @ValidationRule(
            value = TrainingRules.LEARNING_RATE,
            message = "criticLearningRate" + TrainingRules.LEARNING_RATE_MESSAGE + "1.65e-6")
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
            "Mean KL per response token, in nats, that klCoefficient is adapted to after each"
                + " iteration; where left out klCoefficient is fixed, as in the paper.")
        @ValidationRule(
            value = "self > 0.0 && self <= 100.0",
            message = "klTarget must be greater than 0 and at most 100, for example 0.05")
        @MayChange
        Double klTarget,
    @JsonPropertyDescription(
            "Answers over which klCoefficient is adapted: the more, the slower; 10000 where left"
                + " out.")
        @ValidationRule(
            value = "self >= 1 && self <= 100000000",
            message = "klHorizon must lie between 1 and 100000000, for example 10000")
        @MayChange
        Integer klHorizon,
    @JsonPropertyDescription(
            "What becomes of a reward, by the moments of all rewards so far: normalize (where left"
                + " out; less their mean, by their deviation), scale (by their deviation alone) or"
                + " none (paper, section 5.3.1).")
        RewardShaping rewardShaping,
    @JsonPropertyDescription(
            "Shaped rewards are clipped to this, 0 clips nothing; 0.8 where left out for normalize"
                + " (paper, section 5.3.1), 0 for scale and none.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1000.0",
            message = "rewardClip must lie between 0 and 1000, for example 0.8")
        @MayChange
        Double rewardClip,
    @JsonPropertyDescription(
            "Taken from the reward of an answer that meets maxResponseLength without an"
                + " end-of-sequence; 0 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1000000.0",
            message = "missingEosPenalty must lie between 0 and 1000000, for example 1.0")
        @MayChange
        Double missingEosPenalty,
    @JsonPropertyDescription(
            "Whether advantages are normalised over an iteration's response tokens; false where"
                + " left out. Values are then not clipped (paper, section 5.3.1).")
        Boolean advantageNormalization,
    @JsonPropertyDescription(
            "Advantages are clipped to this, 0 clips nothing; 0 where left out. Values are then not"
                + " clipped (paper, section 5.3.1).")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1000.0",
            message = "advantageClip must lie between 0 and 1000, for example 0.5")
        @MayChange
        Double advantageClip,
    @JsonPropertyDescription(
            "The policy that the probability ratio divides by: sampler (where left out), the one"
                + " that drew the answers, or reference, the SFT model (paper, section 5.3.2).")
        ImportanceSampling importanceSampling,
    @JsonPropertyDescription("How far the probability ratio may go from 1; 0.2 where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "policyClip must be greater than 0 and at most 1, for example 0.2")
        @MayChange
        Double policyClip,
    @JsonPropertyDescription(
            "How far a value may go from its old one, 0 clips nothing; where left out 0.2, or 0"
                + " beside advantageNormalization or advantageClip.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1000.0",
            message = "valueClip must lie between 0 and 1000, for example 0.2")
        @MayChange
        Double valueClip,
    @JsonPropertyDescription(
            "Weight of the policy's entropy, which is added to what it maximises; 0 where left out"
                + " (paper, section 5.3.2).")
        @ValidationRule(
            value = "self >= 0.0 && self <= 100.0",
            message = "entropyCoefficient must lie between 0 and 100, for example 0.01")
        @MayChange
        Double entropyCoefficient,
    @JsonPropertyDescription(
            "Weight of the language-model loss on data.pretraining that is added to the policy's"
                + " (PPO-ptx). The paper gives none; InstructGPT (arXiv 2203.02155) takes 27.8.")
        @ValidationRule(
            value = "self > 0.0 && self <= 1000.0",
            message =
                "ptxCoefficient must be greater than 0 and at most 1000, for example 27.8, which"
                    + " InstructGPT takes")
        @MayChange
        Double ptxCoefficient,
    @JsonPropertyDescription(
            "Texts of data.pretraining in one optimizer step; as many as batchSize where left out.")
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "ptxBatchSize" + TrainingRules.BATCH_MESSAGE)
        @MayChange
        Integer ptxBatchSize,
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
        @ValidationRule(value = TrainingRules.LENGTH, message = TrainingRules.LENGTH_MESSAGE)
        Integer maxLength,
    @JsonPropertyDescription("Tokens of an answer; 128 where left out (paper, section 5.2).")
        @ValidationRule(
            value = TrainingRules.RESPONSE_LENGTH,
            message = TrainingRules.RESPONSE_LENGTH_MESSAGE)
        Integer maxResponseLength,
    @JsonPropertyDescription(
            "Held-out prompts by which the best checkpoint is told; the stage ends with that one.")
        Validation validation,
    @JsonPropertyDescription(
            "What is done when a figure leaves its bounds. Numbers that are not finite are always"
                + " guarded.")
        @Size(max = 16) List<Guard> guards,
    @JsonPropertyDescription(
            "Trains low-rank adapters in place of all weights but the value head's, in policy and critic; what is saved then are these.")
        Lora lora,
    @JsonPropertyDescription(TrainingRules.PRECISION) @MayChange Precision precision,
    @JsonPropertyDescription(PodRules.RESOURCES) @MayChange Resources resources,
    @JsonPropertyDescription(PodRules.DEVICE) @MayChange Device device,
    @JsonPropertyDescription(PodRules.POD_TEMPLATE) @MayChange PodTemplate podTemplate,
    @JsonPropertyDescription(DeadlineRules.OF_STAGE)
        @MayChange
        @ValidationRule(value = DeadlineRules.SECONDS, message = DeadlineRules.SECONDS_MESSAGE)
        Integer activeDeadlineSeconds)
    implements StageSpec {}
