package dev.rlhf.trainer.reward;

import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.InvalidInputException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes the sources of rewards that are not the reward model's. */
public final class RewardSources {
  private RewardSources() {}

  /**
   * The source of a reward; none for the reward model's.
   *
   * @param environment gives the value of a variable, or null
   * @throws InvalidInputException when its rule is none, or its token is missing
   */
  public static Optional<RewardSource> of(
      RewardSettings reward, UnaryOperator<String> environment) {
    if (reward.rule() != null) {
      return Optional.of(RuleReward.of(reward.name(), reward.rule()));
    }
    return Optional.ofNullable(reward.http())
        .map(http -> new RewardService(reward.name(), http, token(reward, environment)));
  }

  private static Optional<String> token(RewardSettings reward, UnaryOperator<String> environment) {
    String variable = reward.http().tokenVariable();
    if (variable == null) {
      return Optional.empty();
    }
    String token = environment.apply(variable);
    if (token == null || token.isBlank()) {
      throw new InvalidInputException(
          "reward %s needs its service's token: set the environment's variable %s, or leave out tokenSecret"
              .formatted(reward.name(), variable));
    }
    return Optional.of(token.strip());
  }
}
