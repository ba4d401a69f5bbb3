package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

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
  /** Its Job was told to end, or is about to be; another attempt follows. */
  @JsonProperty("Stopped")
  STOPPED(false),
  /** Its final checkpoint is there. It runs again only if a restart says so. */
  @JsonProperty("Succeeded")
  SUCCEEDED(true),
  /** It failed for good. */
  @JsonProperty("Failed")
  FAILED(true);

  private final boolean finished;

  StagePhase(boolean finished) {
    this.finished = finished;
  }

  /** The phases that may follow this one. */
  public Set<StagePhase> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(STARTING, SUCCEEDED, FAILED);
      case STARTING -> EnumSet.of(QUEUED, RUNNING, RETRYING, STOPPED, SUCCEEDED, FAILED);
      case QUEUED -> EnumSet.of(STARTING, RUNNING, RETRYING, STOPPED, SUCCEEDED, FAILED);
      case RUNNING -> EnumSet.of(QUEUED, RETRYING, STOPPED, SUCCEEDED, FAILED);
      case RETRYING -> EnumSet.of(STARTING, FAILED, PENDING);
      case STOPPED -> EnumSet.of(STARTING, RETRYING, SUCCEEDED, FAILED, PENDING);
      case SUCCEEDED, FAILED -> EnumSet.of(PENDING);
    };
  }

  /** Whether an attempt is recorded that has not ended. */
  public boolean isUnderWay() {
    return this == STARTING || this == QUEUED || this == RUNNING;
  }

  /** Whether nothing follows this phase but a restart. */
  public boolean isFinished() {
    return finished;
  }
}
