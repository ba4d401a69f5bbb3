package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Watches a figure of PPO and acts once it has been out of bounds for some iterations. */
@ValidationRule(
    value = "has(self.above) != has(self.below)",
    message = "a guard has one bound: write above or below")
@ValidationRule(
    value =
        "self.action == 'Rollback' || !(has(self.learningRateFactor) || has(self.klCoefficientFactor)"
            + " || has(self.atMost))",
    message =
        "learningRateFactor, klCoefficientFactor and atMost have an effect with action Rollback only:"
            + " leave them out, or write action: Rollback")
@ValidationRule(
    value =
        "!has(self.learningRateFactor) || self.learningRateFactor < 1.0"
            + " || (has(self.klCoefficientFactor) && self.klCoefficientFactor > 1.0)",
    message =
        "a rollback that changes nothing leads to the same place again: write a learningRateFactor"
            + " below 1 or a klCoefficientFactor above 1")
public record Guard(
    @JsonPropertyDescription("The figure that is watched, by its name in figures.jsonl.") @Required
        GuardMetric metric,
    @JsonPropertyDescription("The guard counts iterations with more than this.") Double above,
    @JsonPropertyDescription("The guard counts iterations with less than this.") Double below,
    @JsonPropertyDescription("Iterations in a row after which it acts; 1 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 1000000",
            message = "forSteps must lie between 1 and 1000000")
        Integer forSteps,
    @JsonPropertyDescription(
            "Warn, Rollback (to the last good checkpoint), Stop (the best checkpoint is the stage's"
                + " result) or Fail.")
        @Required
        GuardAction action,
    @JsonPropertyDescription(
            "What a rollback multiplies both learning rates by; 0.5 where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "learningRateFactor must be greater than 0 and at most 1, for example 0.5")
        Double learningRateFactor,
    @JsonPropertyDescription("What a rollback multiplies klCoefficient by; 1 where left out.")
        @ValidationRule(
            value = "self >= 1.0 && self <= 1000.0",
            message = "klCoefficientFactor must lie between 1 and 1000, for example 2")
        Double klCoefficientFactor,
    @JsonPropertyDescription(
            "Rollbacks of this guard after which the next one fails the stage; 3 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 1000",
            message = "atMost must lie between 1 and 1000")
        Integer atMost) {}
