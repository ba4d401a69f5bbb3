package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.StageSpec;
import dev.rlhf.plan.Stage;

/** Where a manifest speaks of one stage alone, beside what all stages have in common. */
public final class ManifestStage {
  private ManifestStage() {}

  /** What it says of a stage that it has. */
  public static StageSpec of(RLHFRun run, Stage stage) {
    RLHFRunSpec spec = run.getSpec();
    return switch (stage) {
      case SFT -> spec.stages().sft();
      case RM -> spec.stages().rewardModel();
      case PPO -> spec.stages().ppo();
      case EVAL -> spec.evaluation();
    };
  }
}
