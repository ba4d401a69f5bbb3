package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** How far a running attempt is, as its pod last said. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageProgress(
    @JsonPropertyDescription("Optimizer steps done.") Long step,
    @JsonPropertyDescription("Optimizer steps in all.") Long total,
    @JsonPropertyDescription("Optimizer steps a second.") Double stepsPerSecond,
    @JsonPropertyDescription("Estimated seconds to the end.") Long etaSeconds,
    @JsonPropertyDescription("When the pod said so (RFC 3339).") @Size(max = 64) String at) {}
