package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** What a stage's newest attempt came from, as its process read it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record StageLineage(
    @JsonPropertyDescription(
            "SHA-256 of each model that the stage started from, by role: model is the base model, the"
                + " others are the checkpoints of stages.")
        @Size(max = 8) Map<String, @Size(max = 64) String> parents,
    @JsonPropertyDescription("SHA-256 of each data set that the stage learnt from, by name.")
        @Size(max = 8) Map<String, @Size(max = 64) String> data) {}
