package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

/** Where a run stands, in one word. */
public enum RunPhase {
  /** Accepted; no stage's pod has run yet. */
  @JsonProperty("Pending")
  PENDING("Pending", false),
  /** A stage is under way, or the next one is about to be. */
  @JsonProperty("Running")
  RUNNING("Running", false),
  /** No pod runs, and none comes before {@code spec.suspend} is false again. */
  @JsonProperty("Suspended")
  SUSPENDED("Suspended", false),
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

  /** The phases that may follow this one. */
  public Set<RunPhase> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, SUSPENDED, FAILED);
      case RUNNING -> EnumSet.of(PENDING, SUSPENDED, COMPLETE, FAILED);
      case SUSPENDED -> EnumSet.of(PENDING, RUNNING, FAILED);
      case COMPLETE, FAILED -> EnumSet.of(PENDING, RUNNING);
    };
  }

  /** Whether nothing follows this phase but a restart. */
  public boolean isFinished() {
    return finished;
  }

  /** The word in the status, and in metrics. */
  public String word() {
    return word;
  }
}
