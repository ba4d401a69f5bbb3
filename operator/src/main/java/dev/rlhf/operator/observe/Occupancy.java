package dev.rlhf.operator.observe;

import dev.rlhf.operator.objects.Role;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** When a pod takes what it asks for from a node, and when it gives that back. */
public final class Occupancy {
  private Occupancy() {}

  /** Since when a pod has had a node; empty while it has none. */
  public static Optional<Instant> since(Pod pod, Instant now) {
    PodStatus status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
    boolean placed =
        pod.getSpec().getNodeName() != null || Objects.equals(status.getPhase(), "Running");
    return placed
        ? Optional.of(
            Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("True"))
                .map(c -> c.getLastTransitionTime())
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .filter(time -> time.isBefore(now))
                .findFirst()
                .orElse(now))
        : Optional.empty();
  }

  /** When the last pod of an attempt ended; now where neither it nor its Job can tell. */
  public static Instant end(StageObservation o) {
    Stream<Instant> ofPods =
        o.pods(Role.TRAINER, o.status().intent().attempt())
            .flatMap(pod -> terminated(pod).map(ContainerStateTerminated::getFinishedAt))
            .filter(Objects::nonNull)
            .map(Instant::parse);
    Stream<Instant> ofJob = o.ownJob().flatMap(job -> JobState.of(job).since()).stream();
    return Stream.concat(ofPods, ofJob)
        .filter(time -> time.isBefore(o.now()))
        .findFirst()
        .orElse(o.now());
  }

  private static Stream<ContainerStateTerminated> terminated(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
        .flatMap(List::stream)
        .filter(container -> container.getState() != null)
        .map(container -> container.getState().getTerminated())
        .filter(Objects::nonNull);
  }
}
