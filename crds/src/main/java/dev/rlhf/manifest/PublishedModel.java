package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The final model where spec.output wanted it. */
public record PublishedModel(
    @JsonPropertyDescription("Where it is.") @Required @Size(min = 1, max = 1024) String uri,
    @JsonPropertyDescription("Digest of the checkpoint that it was copied from.")
        @Required
        @Size(min = 64, max = 64) String checkpoint) {}
