package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a reward before PPO learns from it. */
public enum RewardShaping {
  /** Less the mean of all rewards so far, by their deviation. */
  @JsonProperty("normalize")
  NORMALIZE,
  /** By the deviation of all rewards so far. */
  @JsonProperty("scale")
  SCALE,
  /** Nothing. */
  @JsonProperty("none")
  NONE
}
