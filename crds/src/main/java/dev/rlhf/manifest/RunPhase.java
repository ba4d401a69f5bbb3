package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands, in one word. */
public enum RunPhase {
  /** Accepted; no stage's pod has run yet. */
  @JsonProperty("Pending")
  PENDING("Pending", false),
  /** A stage is under way, or the next one is about to be. */
  @JsonProperty("Running")
  RUNNING("Running", false),
  /** Every stage is done. */
  @JsonProperty("Complete")
  COMPLETE("Complete", true),
  /** A stage failed for good. */
  @JsonProperty("Failed")
  FAILED("Failed", true);

  private final String word;
  private final boolean finished;

  RunPhase(String word, boolean finished) {
    this.word = word;
    this.finished = finished;
  }

  /** Whether nothing follows this phase. */
  public boolean isFinished() {
    return finished;
  }

  /** The word in the status, and in metrics. */
  public String word() {
    return word;
  }
}
