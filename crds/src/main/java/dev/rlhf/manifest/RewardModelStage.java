package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Training of the reward model, or a ready one in its place; defaults as for {@link SftStage}. */
@ValidationRule(
    value =
        "!has(self.checkpoint) || !(has(self.initFrom) || has(self.lmLossCoefficient)"
            + " || has(self.lmLossOn) || has(self.epochs)"
            + " || has(self.batchSize) || has(self.microBatchSize)"
            + " || has(self.activationCheckpointing) || has(self.learningRate)"
            + " || has(self.optimizer) || has(self.maxLength) || has(self.lora)"
            + " || has(self.precision)"
            + " || has(self.activeDeadlineSeconds))",
    message =
        "checkpoint names a ready reward model that is not trained: leave out the training settings, or"
            + " leave out checkpoint to train")
@ValidationRule(
    value = "!has(self.checkpoint) || !self.checkpoint.uri.startsWith('demo://')",
    message =
        "demo:// makes no trained model: write checkpoint.uri as pvc://claim/path, hf://org/name@revision,"
            + " s3://bucket/folder or file://path")
@ValidationRule(
    value = "!has(self.lmLossOn) || !has(self.lmLossCoefficient) || self.lmLossCoefficient > 0.0",
    message =
        "lmLossOn has no effect with lmLossCoefficient 0: leave out one of them, or raise the"
            + " coefficient")
public record RewardModelStage(
    @JsonPropertyDescription("A ready reward model that takes the place of this stage's training.")
        @ValidationRule(value = SourceRules.MODEL, message = SourceRules.MODEL_MESSAGE)
        Source checkpoint,
    @JsonPropertyDescription(
            "What the reward model is initialised from: sft (where left out) or model. From model, none"
                + " of what SFT learnt is in it.")
        InitFrom initFrom,
    @JsonPropertyDescription(
            "Weight of the language-model loss on the chosen answer; 1.0 where left out (paper, section"
                + " 3.2).")
        @ValidationRule(
            value = "self >= 0.0 && self <= 100.0",
            message = "lmLossCoefficient must lie between 0 and 100, for example 1.0")
        Double lmLossCoefficient,
    @JsonPropertyDescription(
            "What that loss is taken on: answer (where left out), the chosen answer (paper, section 3.2),"
                + " or dialogue, its prompt too.")
        LmLossOn lmLossOn,
    @JsonPropertyDescription("Passes over the pairs; 1 where left out (paper, section 3.2).")
        @ValidationRule(
            value = "self >= 1 && self <= 10000",
            message = "epochs must lie between 1 and 10000")
        @MayChange
        Integer epochs,
    @JsonPropertyDescription("Pairs of one optimizer step; 64 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "batchSize must lie between 1 and 65536")
        Integer batchSize,
    @JsonPropertyDescription(
            "Pairs that are in memory at a time; 8 where left out. Changes memory and speed, never the"
                + " gradient.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "microBatchSize must lie between 1 and 65536")
        @MayChange
        Integer microBatchSize,
    @JsonPropertyDescription(ActivationRules.CHECKPOINTING) @MayChange
        Boolean activationCheckpointing,
    @JsonPropertyDescription("Peak learning rate; 5e-6 where left out (paper, section 3.2).")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "learningRate must be greater than 0 and at most 1, for example 5e-6")
        @MayChange
        Double learningRate,
    @JsonPropertyDescription("How AdamW goes about it.") @MayChange Optimizer optimizer,
    @JsonPropertyDescription("Tokens of a dialogue, longer ones are refused; 2048 where left out.")
        @ValidationRule(
            value = "self >= 2 && self <= 1048576",
            message = "maxLength must lie between 2 and 1048576")
        Integer maxLength,
    @JsonPropertyDescription(
            "Trains low-rank adapters in place of all weights but the reward head's; what is saved then are these.")
        Lora lora,
    @JsonPropertyDescription(
            "Numbers that the model computes with: fp32 (where left out) or bf16. Weights that learn,"
                + " moments, losses, log-probabilities and rewards are fp32 in either.")
        @MayChange
        Precision precision,
    @JsonPropertyDescription("CPU, memory and GPUs of this stage's pod, instead of the template's.")
        @MayChange
        Resources resources,
    @JsonPropertyDescription(
            "What the stage computes on, instead of the template's device: cpu or cuda.")
        @MayChange
        Device device,
    @JsonPropertyDescription("What this stage's pod has beyond the template's podTemplate.")
        @MayChange
        PodTemplate podTemplate,
    @JsonPropertyDescription(DeadlineRules.OF_STAGE)
        @MayChange
        @ValidationRule(value = DeadlineRules.SECONDS, message = DeadlineRules.SECONDS_MESSAGE)
        Integer activeDeadlineSeconds)
    implements StageSpec {}
