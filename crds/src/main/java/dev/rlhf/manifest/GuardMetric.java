package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The figures of PPO that a guard can watch; what each means stands in docs/ppo-max.md. */
public enum GuardMetric {
  @JsonProperty("kl")
  KL,
  @JsonProperty("approx_kl")
  APPROX_KL,
  @JsonProperty("entropy")
  ENTROPY,
  @JsonProperty("perplexity")
  PERPLEXITY,
  @JsonProperty("reward")
  REWARD,
  @JsonProperty("reward_std")
  REWARD_STD,
  @JsonProperty("reward_min")
  REWARD_MIN,
  @JsonProperty("reward_p05")
  REWARD_P05,
  @JsonProperty("reward_p50")
  REWARD_P50,
  @JsonProperty("reward_p95")
  REWARD_P95,
  @JsonProperty("reward_max")
  REWARD_MAX,
  @JsonProperty("reward_skewness")
  REWARD_SKEWNESS,
  @JsonProperty("response_length")
  RESPONSE_LENGTH,
  @JsonProperty("truncated_rate")
  TRUNCATED_RATE,
  @JsonProperty("advantage_std")
  ADVANTAGE_STD,
  @JsonProperty("return_mean")
  RETURN_MEAN,
  @JsonProperty("value_mean")
  VALUE_MEAN,
  @JsonProperty("explained_variance")
  EXPLAINED_VARIANCE,
  @JsonProperty("policy_loss")
  POLICY_LOSS,
  @JsonProperty("ptx_loss")
  PTX_LOSS,
  @JsonProperty("value_loss")
  VALUE_LOSS,
  @JsonProperty("policy_clip_fraction")
  POLICY_CLIP_FRACTION,
  @JsonProperty("value_clip_fraction")
  VALUE_CLIP_FRACTION,
  @JsonProperty("grad_norm")
  GRAD_NORM,
  @JsonProperty("critic_grad_norm")
  CRITIC_GRAD_NORM,
  @JsonProperty("held_out_reward")
  HELD_OUT_REWARD,
  @JsonProperty("held_out_kl")
  HELD_OUT_KL;

  /** Its name in figures. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
