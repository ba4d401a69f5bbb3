package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** A taint that the pods tolerate, with the fields of a pod's toleration. */
public record NodeToleration(
    @JsonPropertyDescription("The taint's key; every key where left out.") @Size(max = 317) String key,
    @JsonPropertyDescription("Exists or Equal.") @Size(max = 16) String operator,
    @JsonPropertyDescription("The taint's value.") @Size(max = 63) String value,
    @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute.") @Size(max = 32) String effect,
    @JsonPropertyDescription("Seconds that a NoExecute taint is tolerated.")
        Long tolerationSeconds) {}
