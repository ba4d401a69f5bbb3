package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** What a stage has used so far, counted from one thing that is known of its pods to the next. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageUsage(
    @JsonPropertyDescription(
            "Seconds for which its pods were on a node, since the stage began or began anew.")
        Long activeSeconds,
    @JsonPropertyDescription("GPUs that the attempt under way asks for; absent where none is.")
        Integer gpus,
    @JsonPropertyDescription(
            "Since when its pod has been on a node (RFC 3339); absent where it is not.")
        @Size(max = 64) String placedAt,
    @JsonPropertyDescription("Up to when all this is counted (RFC 3339).") @Size(max = 64) String countedTo,
    @JsonPropertyDescription("What became of its GPUs.") GpuSeconds gpuSeconds) {

  /** Nothing yet. */
  public static final StageUsage NONE = new StageUsage(0L, null, null, null, GpuSeconds.NONE);
}
