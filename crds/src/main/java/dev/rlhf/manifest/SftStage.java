package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Supervised fine-tuning, or a ready checkpoint in its place.
 *
 * <p>The defaults of training settings stand in {@code dev.rlhf.plan.SftSettings} and not in the
 * schema: a schema's defaults would be filled in beside a ready checkpoint, too.
 */
@ValidationRule(
    value =
        "!has(self.checkpoint) || !(has(self.epochs) || has(self.batchSize) || has(self.microBatchSize)"
            + " || has(self.activationCheckpointing) || has(self.learningRate) || has(self.optimizer) || has(self.maxLength)"
            + " || has(self.lora) || has(self.precision) || has(self.activeDeadlineSeconds))",
    message =
        "checkpoint names a ready model that is not trained: leave out the training settings, or leave"
            + " out checkpoint to train")
@ValidationRule(
    value = "!has(self.checkpoint) || !self.checkpoint.uri.startsWith('demo://')",
    message =
        "demo:// makes no trained model: write checkpoint.uri as pvc://claim/path, hf://org/name@revision,"
            + " s3://bucket/folder or file://path")
public record SftStage(
    @JsonPropertyDescription("A ready model that takes the place of this stage's training.")
        @ValidationRule(value = SourceRules.MODEL, message = SourceRules.MODEL_MESSAGE)
        Source checkpoint,
    @JsonPropertyDescription(
            "Passes over the demonstrations; 2 where left out (paper, section 3.1).")
        @ValidationRule(
            value = "self >= 1 && self <= 10000",
            message = "epochs must lie between 1 and 10000")
        @MayChange
        Integer epochs,
    @JsonPropertyDescription("Dialogues of one optimizer step; 128 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "batchSize must lie between 1 and 65536")
        Integer batchSize,
    @JsonPropertyDescription(
            "Dialogues that are in memory at a time; 8 where left out. Changes memory and speed, never"
                + " the gradient.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "microBatchSize must lie between 1 and 65536")
        @MayChange
        Integer microBatchSize,
    @JsonPropertyDescription(ActivationRules.CHECKPOINTING) @MayChange
        Boolean activationCheckpointing,
    @JsonPropertyDescription("Peak learning rate; 9.5e-6 where left out (paper, section 3.1).")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "learningRate must be greater than 0 and at most 1, for example 9.5e-6")
        @MayChange
        Double learningRate,
    @JsonPropertyDescription("How AdamW goes about it.") @MayChange Optimizer optimizer,
    @JsonPropertyDescription("Tokens of a dialogue, longer ones are cut; 2048 where left out.")
        @ValidationRule(
            value = "self >= 2 && self <= 1048576",
            message = "maxLength must lie between 2 and 1048576")
        Integer maxLength,
    @JsonPropertyDescription(
            "Trains low-rank adapters in place of all weights; what is saved then are these.")
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
