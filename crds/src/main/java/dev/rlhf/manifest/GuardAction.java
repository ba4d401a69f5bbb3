package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a guard does, from the mildest. */
public enum GuardAction {
  /** It says so, and training goes on. */
  @JsonProperty("Warn")
  WARN,
  /** Training goes on from the last good checkpoint, more carefully. */
  @JsonProperty("Rollback")
  ROLLBACK,
  /** The stage ends with the best checkpoint. */
  @JsonProperty("Stop")
  STOP,
  /** The stage, and the run, fail. */
  @JsonProperty("Fail")
  FAIL
}
