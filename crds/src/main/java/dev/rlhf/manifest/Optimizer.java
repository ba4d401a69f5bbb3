package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * AdamW, its learning-rate schedule and gradient clipping; defaults stand in {@code dev.rlhf.plan}.
 */
public record Optimizer(
    @JsonPropertyDescription("Share of the steps with a rising learning rate; 0.1 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "warmupRatio must lie between 0 and 1, for example 0.1")
        Double warmupRatio,
    @JsonPropertyDescription("The schedule ends at this share of the peak; 0.1 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "minLearningRateRatio must lie between 0 and 1, for example 0.1")
        Double minLearningRateRatio,
    @JsonPropertyDescription("Decoupled weight decay; 0 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self <= 1.0",
            message = "weightDecay must lie between 0 and 1, for example 0.01")
        Double weightDecay,
    @JsonPropertyDescription("Decay of the first moment; 0.9 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self < 1.0",
            message = "beta1 must be at least 0 and less than 1, for example 0.9")
        Double beta1,
    @JsonPropertyDescription("Decay of the second moment; 0.95 where left out.")
        @ValidationRule(
            value = "self >= 0.0 && self < 1.0",
            message = "beta2 must be at least 0 and less than 1, for example 0.95")
        Double beta2,
    @JsonPropertyDescription("Guard against division by zero; 1e-8 where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "epsilon must be greater than 0 and at most 1, for example 1e-8")
        Double epsilon,
    @JsonPropertyDescription("Gradients are scaled down to this global norm; 1.0 where left out.")
        @ValidationRule(
            value = "self > 0.0",
            message = "maxGradNorm must be greater than 0, for example 1.0")
        Double maxGradNorm) {}
