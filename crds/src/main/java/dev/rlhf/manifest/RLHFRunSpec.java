package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What the user asks for.
 *
 * <p>What a checkpoint depends on cannot be edited: rules stand here, on the parent, because a rule
 * on an optional field does not see it being added or removed. The rules on the fields of
 * checkpoints, stages and evaluation, one by one, are written by the CRD's generator.
 */
@ValidationRule(
    value = "self.seed == oldSelf.seed",
    message = "seed cannot be changed: every draw of the run depends on it; create a new run")
@ValidationRule(
    value = "self.model == oldSelf.model",
    message = "model cannot be changed: checkpoints descend from it; create a new run")
@ValidationRule(
    value = "self.chatFormat == oldSelf.chatFormat",
    message = "chatFormat cannot be changed: checkpoints learnt it; create a new run")
@ValidationRule(
    value = "has(self.data) == has(oldSelf.data) && (!has(self.data) || self.data == oldSelf.data)",
    message = "data cannot be changed: checkpoints learnt from it; create a new run")
@ValidationRule(
    value =
        "!has(self.stages.sft) || has(self.stages.sft.checkpoint)"
            + " || (has(self.data) && has(self.data.demonstrations))",
    message =
        "stages.sft needs demonstrations to train on: write data.demonstrations.uri, or name a ready"
            + " checkpoint in stages.sft.checkpoint.uri")
@ValidationRule(
    value =
        "!has(self.stages.rewardModel) || has(self.stages.rewardModel.checkpoint)"
            + " || (has(self.data) && has(self.data.preferences))",
    message =
        "stages.rewardModel needs pairs to train on: write data.preferences.uri, or name a ready reward"
            + " model in stages.rewardModel.checkpoint.uri")
@ValidationRule(
    value = "!has(self.stages.ppo) || (has(self.data) && has(self.data.prompts))",
    message = "stages.ppo needs prompts to answer: write data.prompts.uri")
@ValidationRule(
    value =
        "(has(self.data) && has(self.data.pretraining))"
            + " == (has(self.stages.ppo) && has(self.stages.ppo.ptxCoefficient))",
    message =
        "data.pretraining and stages.ppo.ptxCoefficient go together: write both, for example"
            + " ptxCoefficient: 27.8, which InstructGPT takes, or neither")
@ValidationRule(
    value = "!has(self.evaluation) || has(self.stages.ppo)",
    message = "evaluation compares PPO with SFT: write stages.ppo, or leave out evaluation")
@ValidationRule(
    value =
        "!has(self.restart)"
            + " || (self.restart.from == 'sft' ? !has(self.stages.sft.checkpoint)"
            + " : self.restart.from == 'rewardModel'"
            + " ? has(self.stages.rewardModel) && !has(self.stages.rewardModel.checkpoint)"
            + " : self.restart.from == 'ppo' ? has(self.stages.ppo) : has(self.evaluation))",
    message =
        "restart.from must name a stage that this run trains: one that is written in it and that no ready"
            + " checkpoint takes the place of")
@ValidationRule(
    value = "!has(self.queuePriorityClassName) || has(self.queueName)",
    message =
        "queuePriorityClassName orders a queue: write queueName too, or, for the scheduler's priority,"
            + " template.podTemplate.spec.priorityClassName")
@ValidationRule(
    value = "!has(self.data) || !has(self.data.understanding) || has(self.evaluation)",
    message =
        "data.understanding is measured by evaluation: write evaluation, or leave out data.understanding")
public record RLHFRunSpec(
    @JsonPropertyDescription("Every random draw of the run is a function of this number.")
        @Default("1")
        @ValidationRule(
            value = "self >= 0 && self <= 2147483647",
            message = "seed must lie between 0 and 2147483647")
        Long seed,
    @JsonPropertyDescription("The language model to start from: a Hugging Face folder.")
        @Required
        @ValidationRule(value = SourceRules.MODEL, message = SourceRules.MODEL_MESSAGE)
        Source model,
    @JsonPropertyDescription(
            "How a dialogue becomes text: by the tokenizer's own chat template, or in the paper's"
                + " Human/Assistant form.")
        @Default("tokenizer")
        ChatFormat chatFormat,
    @JsonPropertyDescription("What the stages learn from.") Data data,
    @JsonPropertyDescription("How hf:// and s3:// are reached, those of output too.") @MayChange
        Sources sources,
    @JsonPropertyDescription("Where and how often checkpoints are kept.") @Default("{}")
        Checkpoints checkpoints,
    @JsonPropertyDescription("Where the final model is published; nowhere where left out.")
        @MayChange
        Output output,
    @JsonPropertyDescription("What the pods of all stages have in common.") @MayChange
        Template template,
    @JsonPropertyDescription(
            "Kueue's LocalQueue in which each stage's Job waits for its quota; none where left out.")
        @MayChange
        @Size(min = 1, max = 63) @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "queueName must be the name of a LocalQueue in the run's namespace")
        String queueName,
    @JsonPropertyDescription("Kueue's WorkloadPriorityClass of each stage's Job.")
        @MayChange
        @Size(min = 1, max = 63) @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "queuePriorityClassName must be the name of a WorkloadPriorityClass")
        String queuePriorityClassName,
    @JsonPropertyDescription(
            "How long a stage may wait for what may come by itself, such as a node or an image, before"
                + " the run is said to be stalled.")
        @MayChange
        @Default("15m")
        @Size(min = 2, max = 8) @ValidationRule(
            value = "self.matches('^[1-9][0-9]{0,5}[smh]$')",
            message = "write stallAfter as a number greater than 0 and a unit: 90s, 15m or 2h")
        String stallAfter,
    @JsonPropertyDescription(
            "Seconds after its end at which the run is deleted; it stays where left out.")
        @MayChange
        @ValidationRule(
            value = "self >= 0 && self <= 2147483647",
            message = "ttlSecondsAfterFinished must lie between 0 and 2147483647")
        Integer ttlSecondsAfterFinished,
    @JsonPropertyDescription(
            "Seconds for which pods of the run may be on a node; then it fails and its newest checkpoints"
                + " stay. Time in which none is, suspended or queued, does not count. No limit where"
                + " left out.")
        @MayChange
        @ValidationRule(value = DeadlineRules.SECONDS, message = DeadlineRules.SECONDS_MESSAGE)
        Integer activeDeadlineSeconds,
    @JsonPropertyDescription("When a stage that makes no step is taken for hanging.")
        @Default("{}")
        @MayChange
        StepTimeout stepTimeout,
    @JsonPropertyDescription("How often a stage is tried again.") @Default("{}") @MayChange
        Retry retry,
    @JsonPropertyDescription(
            "Holds the run still: its pods end with a checkpoint, and none begins before this is false"
                + " again.")
        @Default("false")
        @MayChange
        Boolean suspend,
    @JsonPropertyDescription("Has the run go back to a stage, once for each nonce.") @MayChange
        Restart restart,
    @JsonPropertyDescription("The stages to run.") @Required Stages stages,
    @JsonPropertyDescription("The comparison of what comes out with SFT.") Evaluation evaluation) {}
