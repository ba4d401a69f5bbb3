package dev.rlhf.operator.decide;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.StageConfigMap;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** Then the stage's configuration: that of the attempt under way, or of the next one. */
final class ConfigMapDecision {
  private ConfigMapDecision() {}

  /** What is to be done about the config map; empty when the run's own is there. */
  static Optional<StageStep> of(StagePlan.Train train, StageObservation o) {
    Optional<ConfigMap> found = hasAttempt(o) ? o.configMap() : o.nextConfigMap();
    if (found.isEmpty()) {
      return isMakeable(train, o)
          ? Optional.of(
              new StageStep.Deed(
                  new Decision.CreateConfigMap(
                      StageConfigMap.of(
                          o.run(), train.config(o.parents()), o.status().restarted()))))
          : Optional.empty();
    }
    return found
        .filter(taken -> !Owner.owns(o.run(), taken))
        .map(taken -> StageStep.waits(o, Taken.by(o.run(), taken)));
  }

  /** Whether there is an attempt whose end is still to be told. */
  private static boolean hasAttempt(StageObservation o) {
    return o.status().phase().isUnderWay() || HoldDecision.isDone(o);
  }

  /**
   * An earlier revision that somebody has deleted is nowhere written any more: the pod says what it
   * lacks, and the next attempt has the settings of now.
   */
  private static boolean isMakeable(StagePlan.Train train, StageObservation o) {
    return !hasAttempt(o)
        || o.status().intent().revision().equals(Revision.of(o.run().getSpec(), train.stage()));
  }

  /** An attempt with the configuration that was decided on. */
  static Attempt attempt(StagePlan.Train train, StageObservation o, AttemptIntent intent) {
    String run = o.run().getMetadata().getName();
    String configMap =
        Names.configMap(run, train.stage(), o.status().restarted(), intent.revision());
    return new Attempt(o.run(), train.config(o.parents()), configMap, intent);
  }
}
