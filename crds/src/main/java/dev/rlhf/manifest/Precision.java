package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The numbers that a stage's models compute with. Weights that learn, moments, losses,
 * log-probabilities, values and rewards are fp32 in either.
 */
public enum Precision {
  /** Single precision: 24 bits of significand. */
  @JsonProperty("fp32")
  FP32,
  /** Brain floating point: the range of fp32 with 8 bits of significand. */
  @JsonProperty("bf16")
  BF16
}
