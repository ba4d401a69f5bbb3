package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a stage stands. */
public enum StagePhase {
  /** Its turn has not come. */
  @JsonProperty("Pending")
  PENDING(false),
  /** An attempt is recorded; its pod does not run yet. */
  @JsonProperty("Starting")
  STARTING(false),
  /** The attempt's Job waits in its queue, for the first time or after an eviction. */
  @JsonProperty("Queued")
  QUEUED(false),
  /** The attempt's pod runs. */
  @JsonProperty("Running")
  RUNNING(false),
  /** The last attempt ended; the next one waits for its backoff. */
  @JsonProperty("Retrying")
  RETRYING(false),
  /** Its final checkpoint is there. It never runs again. */
  @JsonProperty("Succeeded")
  SUCCEEDED(true),
  /** It failed for good. */
  @JsonProperty("Failed")
  FAILED(true);

  private final boolean finished;

  StagePhase(boolean finished) {
    this.finished = finished;
  }

  /** Whether nothing follows this phase. */
  public boolean isFinished() {
    return finished;
  }
}
