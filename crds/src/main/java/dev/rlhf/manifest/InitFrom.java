package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a reward model is initialised from. */
public enum InitFrom {
  /** The checkpoint of SFT. */
  @JsonProperty("sft")
  SFT,
  /** The model that the run starts from. */
  @JsonProperty("model")
  MODEL
}
