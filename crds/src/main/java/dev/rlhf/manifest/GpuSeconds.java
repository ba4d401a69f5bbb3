package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What became of a stage's GPUs, in seconds of one GPU; all attempts together. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GpuSeconds(
    @JsonPropertyDescription("Pods of the stage had them.") Long allocated,
    @JsonPropertyDescription("Of these: steps were made that a checkpoint holds.") Long productive,
    @JsonPropertyDescription("Of these: steps were made since the newest checkpoint.") Long unsaved,
    @JsonPropertyDescription(
            "Of these: steps were made that no checkpoint holds, and had to be made again.")
        Long lost,
    @JsonPropertyDescription("The stage waited for them, in its queue or for a node.")
        Long queued) {

  /** None yet. */
  public static final GpuSeconds NONE = new GpuSeconds(0L, 0L, 0L, 0L, 0L);
}
