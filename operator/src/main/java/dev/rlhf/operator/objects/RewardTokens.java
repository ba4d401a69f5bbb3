package dev.rlhf.operator.objects;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Reward;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Optional;

/**
 * The bearer tokens of PPO's reward services, as references to Secrets: the kubelet reads them, the
 * operator never does.
 */
final class RewardTokens {
  private RewardTokens() {}

  static List<EnvVar> of(RLHFRun run) {
    return Optional.ofNullable(run.getSpec().stages().ppo().rewards()).orElse(List.of()).stream()
        .filter(reward -> reward.http() != null && reward.http().tokenSecret() != null)
        .map(RewardTokens::variable)
        .toList();
  }

  private static EnvVar variable(Reward reward) {
    return SourceSecrets.variable(
        StageEnvironment.rewardToken(reward.name()), reward.http().tokenSecret());
  }
}
