package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a dialogue becomes text. */
public enum ChatFormat {
  /** The tokenizer's own chat template; a tokenizer without one is refused. */
  @JsonProperty("tokenizer")
  TOKENIZER,
  /** The paper's form: {@code Human:} and {@code Assistant:} turns. */
  @JsonProperty("human-assistant")
  HUMAN_ASSISTANT
}
