package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Held-out prompts that tell which checkpoint of PPO is the best. */
public record Validation(
    @JsonPropertyDescription("Prompts that PPO does not learn from: rows as data.prompts.")
        @Required
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source prompts,
    @JsonPropertyDescription(
            "How many of them are answered, with each checkpoint; 128 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 100000",
            message = "samples must lie between 1 and 100000")
        Integer samples,
    @JsonPropertyDescription(
            "Mean KL to the SFT model per response token, in nats, that the best checkpoint keeps to;"
                + " no bound where left out.")
        @ValidationRule(
            value = "self > 0.0 && self <= 100.0",
            message = "maxKl must be greater than 0 and at most 100, for example 0.1")
        Double maxKl) {}
