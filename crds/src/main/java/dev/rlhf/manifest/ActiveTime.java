package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** For how long a pod of the run was on a node; what {@code activeDeadlineSeconds} is held to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActiveTime(
    @JsonPropertyDescription("Seconds, up to since where that is there.") Long seconds,
    @JsonPropertyDescription(
            "Since when a pod has been on a node (RFC 3339); absent where none is.")
        @Size(max = 64) String since) {}
