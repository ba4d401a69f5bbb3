package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** An attempt that was decided on: the record that comes before the Job. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptIntent(
    @JsonPropertyDescription("Number of the attempt, from 1; it never goes back.") @Required
        Integer attempt,
    @JsonPropertyDescription(
            "Revision of the manifest's settings that the attempt has; its config map is named by it.")
        @Required
        @Size(min = 1, max = 16) String revision,
    @JsonPropertyDescription("SHA-256 of the stage's configuration.") @Required @Size(max = 64) String configDigest,
    @JsonPropertyDescription("Digests of the checkpoints that the stage starts from, by role.")
        @Size(max = 8) Map<String, @Size(max = 64) String> parents) {}
