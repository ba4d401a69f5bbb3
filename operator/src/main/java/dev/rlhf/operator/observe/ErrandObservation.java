package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of an errand.
 *
 * @param configMap of its configuration
 * @param pods of its Job and of that Job's predecessors, the newest last
 * @param complaints about a Job and pods that do not come to be
 */
public record ErrandObservation(
    Optional<ConfigMap> configMap, Optional<Job> job, List<Pod> pods, List<Complaint> complaints) {

  static ErrandObservation of(RLHFRun run, Errand errand, String job, ConfigMap wanted, View view) {
    Optional<Job> there = view.job(job);
    List<Pod> pods =
        view.pods(run, errand).stream()
            .sorted(Comparator.comparing(StageObservation::createdAt))
            .toList();
    return new ErrandObservation(
        view.configMap(wanted.getMetadata().getName()),
        there,
        pods,
        Stream.concat(
                there.filter(Trouble::isPossible).stream(),
                pods.stream().filter(Trouble::isPossible))
            .flatMap(object -> view.complaint(object.getMetadata().getUid()).stream())
            .toList());
  }

  /** Since when its processes fail: when the first one did; empty where none has. */
  public Optional<Instant> failingSince() {
    return pods.stream()
        .filter(pod -> Termination.of(pod).filter(end -> end.exitCode() != 0).isPresent())
        .flatMap(pod -> Onset.ofEnd(pod).stream())
        .min(Comparator.naturalOrder());
  }

  /** A pod that may still write. */
  public Optional<Pod> livePod() {
    return pods.stream().filter(pod -> !PodPhase.hasEnded(pod)).findFirst();
  }

  /** The newest pod. */
  public Optional<Pod> lastPod() {
    return pods.isEmpty() ? Optional.empty() : Optional.of(pods.get(pods.size() - 1));
  }
}
