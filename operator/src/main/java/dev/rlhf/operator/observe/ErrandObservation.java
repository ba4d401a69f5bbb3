package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What there is of an errand.
 *
 * @param configMap of its configuration
 * @param pods of its Job and of that Job's predecessors, the newest last
 */
public record ErrandObservation(Optional<ConfigMap> configMap, Optional<Job> job, List<Pod> pods) {

  static ErrandObservation of(RLHFRun run, Errand errand, String job, ConfigMap wanted, View view) {
    return new ErrandObservation(
        view.configMap(wanted.getMetadata().getName()),
        view.job(job),
        view.pods(run, errand).stream()
            .sorted(Comparator.comparing(StageObservation::createdAt))
            .toList());
  }

  /** A pod that may still write. */
  public Optional<Pod> livePod() {
    return pods.stream().filter(pod -> !StageObservation.hasEnded(pod)).findFirst();
  }

  /** The newest pod. */
  public Optional<Pod> lastPod() {
    return pods.isEmpty() ? Optional.empty() : Optional.of(pods.get(pods.size() - 1));
  }
}
