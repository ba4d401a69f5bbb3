package dev.rlhf.trainer.local;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.reward.RewardSources;
import java.util.function.UnaryOperator;

/** Compiles rules of rewards and looks for tokens before anything starts: PPO's turn comes late. */
record RewardCheck(UnaryOperator<String> environment) {

  /**
   * @throws InvalidInputException naming the field of the first reward that cannot be had
   */
  void check(RLHFRunSpec spec) {
    if (spec.stages().ppo() == null) {
      return;
    }
    int i = 0;
    for (RewardSettings reward : PpoSettings.of(spec.stages().ppo()).rewards()) {
      try {
        RewardSources.of(reward, environment);
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            "spec.stages.ppo.rewards[%d]: %s".formatted(i, e.getMessage()), e);
      }
      i++;
    }
  }
}
