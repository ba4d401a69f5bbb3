package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One checkpoint, by place and content. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointRef(
    @JsonPropertyDescription("Its folder, relative to the root of the checkpoint volume.")
        @Required
        @Size(min = 1, max = 1024) String path,
    @JsonPropertyDescription("SHA-256 of its manifest.json.") @Required @Size(min = 64, max = 64) String digest,
    @JsonPropertyDescription("Optimizer steps that went into it.") Long step) {}
