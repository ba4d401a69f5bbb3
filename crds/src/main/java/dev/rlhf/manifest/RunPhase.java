package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands, in one word. */
public enum RunPhase {
  /** Accepted; no stage's pod has run yet. */
  @JsonProperty("Pending")
  PENDING(false),
  /** A stage is under way, or the next one is about to be. */
  @JsonProperty("Running")
  RUNNING(false),
  /** Every stage is done. */
  @JsonProperty("Complete")
  COMPLETE(true),
  /** A stage failed for good. */
  @JsonProperty("Failed")
  FAILED(true);

  private final boolean finished;

  RunPhase(boolean finished) {
    this.finished = finished;
  }

  /** Whether nothing follows this phase. */
  public boolean isFinished() {
    return finished;
  }
}
