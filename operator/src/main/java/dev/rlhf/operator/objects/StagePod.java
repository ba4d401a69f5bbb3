package dev.rlhf.operator.objects;

import dev.rlhf.manifest.Evaluation;
import dev.rlhf.manifest.PodTemplate;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Resources;
import dev.rlhf.manifest.RewardModelStage;
import dev.rlhf.manifest.SftStage;
import dev.rlhf.plan.Stage;
import java.util.Optional;

/** What a manifest says of the pod of one stage alone, beside what all stages have in common. */
record StagePod(Optional<Resources> resources, Optional<PodTemplate> template) {

  static StagePod of(RLHFRun run, Stage stage) {
    return switch (stage) {
      case SFT -> {
        SftStage sft = run.getSpec().stages().sft();
        yield of(sft.resources(), sft.podTemplate());
      }
      case RM -> {
        RewardModelStage rm = run.getSpec().stages().rewardModel();
        yield of(rm.resources(), rm.podTemplate());
      }
      case PPO -> {
        PpoStage ppo = run.getSpec().stages().ppo();
        yield of(ppo.resources(), ppo.podTemplate());
      }
      case EVAL -> {
        Evaluation evaluation = run.getSpec().evaluation();
        yield of(evaluation.resources(), evaluation.podTemplate());
      }
    };
  }

  private static StagePod of(Resources resources, PodTemplate template) {
    return new StagePod(Optional.ofNullable(resources), Optional.ofNullable(template));
  }
}
