package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The policy that PPO's probability ratio divides by. */
public enum ImportanceSampling {
  /** The one that drew the answers. */
  @JsonProperty("sampler")
  SAMPLER,
  /** The SFT model, whoever drew them. */
  @JsonProperty("reference")
  REFERENCE
}
