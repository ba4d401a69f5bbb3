package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the language-model loss of reward-model training is taken on. */
public enum LmLossOn {
  /** The chosen answer. */
  @JsonProperty("answer")
  ANSWER,
  /** The whole dialogue that it ends. */
  @JsonProperty("dialogue")
  DIALOGUE
}
