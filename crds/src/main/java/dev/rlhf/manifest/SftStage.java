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
@ValidationRule(value = SourceRules.TRAINED, message = SourceRules.TRAINED_MESSAGE)
public record SftStage(
    @JsonPropertyDescription("A ready model that takes the place of this stage's training.")
        @ValidationRule(value = SourceRules.MODEL, message = SourceRules.MODEL_MESSAGE)
        Source checkpoint,
    @JsonPropertyDescription(
            "Passes over the demonstrations; 2 where left out (paper, section 3.1).")
        @ValidationRule(value = TrainingRules.EPOCHS, message = TrainingRules.EPOCHS_MESSAGE)
        @MayChange
        Integer epochs,
    @JsonPropertyDescription("Dialogues of one optimizer step; 128 where left out.")
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "batchSize" + TrainingRules.BATCH_MESSAGE)
        Integer batchSize,
    @JsonPropertyDescription("Dialogues" + TrainingRules.MICRO_BATCH)
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "microBatchSize" + TrainingRules.BATCH_MESSAGE)
        @MayChange
        Integer microBatchSize,
    @JsonPropertyDescription(TrainingRules.ACTIVATION_CHECKPOINTING) @MayChange
        Boolean activationCheckpointing,
    @JsonPropertyDescription("Peak learning rate; 9.5e-6 where left out (paper, section 3.1).")
        @ValidationRule(
            value = TrainingRules.LEARNING_RATE,
            message = "learningRate" + TrainingRules.LEARNING_RATE_MESSAGE + "9.5e-6")
        @MayChange
        Double learningRate,
    @JsonPropertyDescription("How AdamW goes about it.") @MayChange Optimizer optimizer,
    @JsonPropertyDescription("Tokens of a dialogue, longer ones are cut; 2048 where left out.")
        @ValidationRule(value = TrainingRules.LENGTH, message = TrainingRules.LENGTH_MESSAGE)
        Integer maxLength,
    @JsonPropertyDescription(
            "Trains low-rank adapters in place of all weights; what is saved then are these.")
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
