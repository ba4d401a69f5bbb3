package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a stage that hangs. */
public enum StepTimeoutAction {
  /** Another attempt goes on from the newest checkpoint. */
  @JsonProperty("Restart")
  RESTART,
  /** The stage fails. */
  @JsonProperty("Fail")
  FAIL,
  /** Nothing: somebody else looks after it. */
  @JsonProperty("Off")
  OFF
}
