package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.operator.objects.FetchConfigMap;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision on what is still to be fetched is made from.
 *
 * @param config what is wanted
 * @param job which fetches it
 * @param pods of that Job and of its predecessors, the newest last
 */
public record FetchObservation(
    FetchConfig config, Optional<ConfigMap> configMap, Optional<Job> job, List<Pod> pods) {

  /** Where something is wanted that the status does not name. */
  static Optional<FetchObservation> of(RLHFRun run, View view) {
    var fetched = new Fetched(Observation.status(run).sources());
    return FetchConfigMap.wanted(run)
        .filter(config -> !config.isIn(fetched))
        .map(config -> of(run, config, view));
  }

  private static FetchObservation of(RLHFRun run, FetchConfig config, View view) {
    return new FetchObservation(
        config,
        view.configMap(FetchConfigMap.name(run, config)),
        view.job(Names.fetchJob(run.getMetadata().getName())),
        view.pods(run, Errand.FETCH).stream()
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
