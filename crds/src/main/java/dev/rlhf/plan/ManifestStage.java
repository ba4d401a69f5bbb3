package dev.rlhf.plan;

import dev.rlhf.manifest.Device;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.StageSpec;
import dev.rlhf.manifest.Template;
import java.util.Optional;

/** Where a manifest speaks of one stage alone, beside what all stages have in common. */
public final class ManifestStage {
  private ManifestStage() {}

  /** What it says of a stage that it has. */
  public static StageSpec of(RLHFRunSpec spec, Stage stage) {
    return switch (stage) {
      case SFT -> spec.stages().sft();
      case RM -> spec.stages().rewardModel();
      case PPO -> spec.stages().ppo();
      case EVAL -> spec.evaluation();
    };
  }

  /** The device that it names for a stage, which says so itself or leaves it to the template. */
  public static Optional<Device> device(RLHFRunSpec spec, Stage stage) {
    return Optional.ofNullable(of(spec, stage).device())
        .or(() -> Optional.ofNullable(spec.template()).map(Template::device));
  }
}
