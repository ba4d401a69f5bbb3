package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The stage that a run goes back to, by its name in the spec. */
public enum RestartFrom {
  @JsonProperty("sft")
  SFT("sft"),
  @JsonProperty("rewardModel")
  REWARD_MODEL("rm"),
  @JsonProperty("ppo")
  PPO("ppo"),
  @JsonProperty("evaluation")
  EVALUATION("eval");

  private final String stage;

  RestartFrom(String stage) {
    this.stage = stage;
  }

  /** The stage's short name, as it stands in the status. */
  public String stage() {
    return stage;
  }
}
