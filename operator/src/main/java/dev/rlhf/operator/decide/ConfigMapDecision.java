package dev.rlhf.operator.decide;

import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.StageConfigMap;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** Then the stage's configuration. */
final class ConfigMapDecision {
  private ConfigMapDecision() {}

  /** What is to be done about the config map; empty when the run's own is there. */
  static Optional<StageStep> of(StagePlan.Train train, StageObservation o) {
    ConfigMap wanted =
        StageConfigMap.of(o.run(), train.config(o.parents()), o.status().restarted());
    if (o.configMap().isEmpty()) {
      return Optional.of(new StageStep.Deed(new Decision.CreateConfigMap(wanted)));
    }
    return o.configMap()
        .filter(found -> !Owner.owns(o.run(), found))
        .map(found -> StageStep.waits(o, Taken.by(o.run(), found)));
  }

  /** An attempt with the configuration that is there. */
  static Attempt attempt(StagePlan.Train train, StageObservation o, String digest, int number) {
    String name = o.configMap().orElseThrow().getMetadata().getName();
    return new Attempt(o.run(), train.config(o.parents()), name, digest, number);
  }

  /** The digest of the configuration that the stage's attempts have. */
  static String digest(StageObservation o) {
    return StageConfigMap.digest(o.configMap().orElseThrow());
  }
}
