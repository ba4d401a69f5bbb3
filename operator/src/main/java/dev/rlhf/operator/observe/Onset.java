package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Since when something stands as it stands, in its own words. */
public final class Onset {
  private static final String SCHEDULED = "PodScheduled";

  private Onset() {}

  /** Of a pod that waits for a node, or on it. */
  public static Optional<Instant> of(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getConditions).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.getType().equals(SCHEDULED))
        .map(PodCondition::getLastTransitionTime)
        .filter(Objects::nonNull)
        .map(Onset::parsed)
        .findFirst();
  }

  /** Of a Job that waits for its pod. */
  public static Optional<Instant> of(Job job) {
    return Optional.ofNullable(job.getStatus()).map(JobStatus::getStartTime).map(Onset::parsed);
  }

  /** When the process of a pod ended. */
  static Optional<Instant> ofEnd(Pod pod) {
    return Termination.states(pod)
        .map(ContainerStateTerminated::getFinishedAt)
        .filter(Objects::nonNull)
        .map(Onset::parsed)
        .max(Comparator.naturalOrder());
  }

  private static Instant parsed(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }
}
