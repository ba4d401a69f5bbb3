package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.HttpReward;
import dev.rlhf.manifest.Reward;

/**
 * One of PPO's rewards, every setting resolved: the reward model's where it has neither rule nor
 * http.
 *
 * @param weight what its raw value is multiplied by
 * @param rule a CEL expression
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RewardSettings(String name, double weight, String rule, Http http) {

  /**
   * A service.
   *
   * @param batchSize answers of one request
   * @param retries after the first try
   * @param tokenVariable of the environment, which holds the bearer token; null where none is sent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Http(
      String url, int batchSize, int timeoutSeconds, int retries, String tokenVariable) {}

  static RewardSettings of(Reward reward) {
    return new RewardSettings(
        reward.name(),
        Default.of(reward.weight(), 1.0),
        reward.rule(),
        reward.http() == null ? null : http(reward.name(), reward.http()));
  }

  private static Http http(String name, HttpReward http) {
    return new Http(
        http.url(),
        Default.of(http.batchSize(), 64),
        Default.of(http.timeoutSeconds(), 60),
        Default.of(http.retries(), 5),
        http.tokenSecret() == null ? null : StageEnvironment.rewardToken(name));
  }
}
