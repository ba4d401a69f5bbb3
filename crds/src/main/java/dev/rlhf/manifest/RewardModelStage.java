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
@ValidationRule(value = SourceRules.TRAINED, message = SourceRules.TRAINED_MESSAGE)
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
        @ValidationRule(value = TrainingRules.EPOCHS, message = TrainingRules.EPOCHS_MESSAGE)
        @MayChange
        Integer epochs,
    @JsonPropertyDescription("Pairs of one optimizer step; 64 where left out.")
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "batchSize" + TrainingRules.BATCH_MESSAGE)
        Integer batchSize,
    @JsonPropertyDescription("Pairs" + TrainingRules.MICRO_BATCH)
        @ValidationRule(
            value = TrainingRules.BATCH,
            message = "microBatchSize" + TrainingRules.BATCH_MESSAGE)
        @MayChange
        Integer microBatchSize,
    @JsonPropertyDescription(TrainingRules.ACTIVATION_CHECKPOINTING) @MayChange
        Boolean activationCheckpointing,
    @JsonPropertyDescription("Peak learning rate; 5e-6 where left out (paper, section 3.2).")
        @ValidationRule(
            value = TrainingRules.LEARNING_RATE,
            message = "learningRate" + TrainingRules.LEARNING_RATE_MESSAGE + "5e-6")
        @MayChange
        Double learningRate,
    @JsonPropertyDescription("How AdamW goes about it.") @MayChange Optimizer optimizer,
    @JsonPropertyDescription("Tokens of a dialogue, longer ones are refused; 2048 where left out.")
        @ValidationRule(value = TrainingRules.LENGTH, message = TrainingRules.LENGTH_MESSAGE)
        Integer maxLength,
    @JsonPropertyDescription(
            "Trains low-rank adapters in place of all weights but the reward head's; what is saved then are these.")
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
