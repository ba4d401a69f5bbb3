package dev.rlhf.operator.observe;

import dev.rlhf.operator.objects.Role;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When a pod takes what it asks for from a node, and when it gives that back. */
public final class Occupancy {
  private Occupancy() {}

  /** Since when a pod has had a node; empty while it has none. */
  public static Optional<Instant> since(Pod pod, Instant now) {
    return pod.getSpec().getNodeName() != null || PodPhase.isRunning(pod)
        ? Optional.of(Onset.of(pod).filter(time -> time.isBefore(now)).orElse(now))
        : Optional.empty();
  }

  /** When the last pod of an attempt ended; now where neither it nor its Job can tell. */
  public static Instant end(StageObservation o) {
    Stream<Instant> ofPods =
        o.pods(Role.TRAINER, o.status().intent().attempt())
            .flatMap(pod -> Onset.ofEnd(pod).stream());
    Stream<Instant> ofJob = o.ownJob().flatMap(job -> JobState.of(job).since()).stream();
    return Stream.concat(ofPods, ofJob)
        .filter(time -> time.isBefore(o.now()))
        .findFirst()
        .orElse(o.now());
  }
}
