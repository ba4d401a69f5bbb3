package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The stages to run. */
public record Stages(
    @JsonPropertyDescription("Supervised fine-tuning: the model learns to imitate demonstrations.")
        @Required
        SftStage sft) {}
