package dev.rlhf.operator.decide;

import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import dev.rlhf.plan.StagePlan;

/** What is to be done for one stage. */
final class StageDecision {
  private StageDecision() {}

  static StageStep of(StageObservation o, TrainerPods pods) {
    if (o.plan() instanceof StagePlan.Given given) {
      return given(given, o);
    }
    var train = (StagePlan.Train) o.plan();
    return HoldDecision.of(o)
        .or(() -> ConfigMapDecision.of(train, o))
        .orElseGet(() -> AttemptDecision.of(train, o, pods));
  }

  private static StageStep given(StagePlan.Given given, StageObservation o) {
    var stage =
        StageDraft.from(o.status())
            .ended(
                EndReason.READY_CHECKPOINT,
                "%s is taken as it is".formatted(given.checkpoint().uri()))
            .finished(StagePhase.SUCCEEDED, o.now())
            .status();
    return StageStep.stands(stage, new Verdict(Reason.PREPARING, "the next stage begins"));
  }
}
