package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The wish that a run goes back to a stage; another nonce is another wish. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Restart(
    @JsonPropertyDescription(
            "The stage to begin with; whatever descends from it, and whatever has failed, runs again, too.")
        @Required
        RestartFrom from,
    @JsonPropertyDescription("Any text that was not written here before, for example a date.")
        @Required
        @Size(min = 1, max = 64) String nonce) {}
