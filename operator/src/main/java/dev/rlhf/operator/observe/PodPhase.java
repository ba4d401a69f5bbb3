package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;

/** How far a pod is, in Kubernetes' word; none of these where it says nothing yet. */
public final class PodPhase {
  private PodPhase() {}

  /** Whether it has yet to start. */
  static boolean isPending(Pod pod) {
    return of(pod).filter("Pending"::equals).isPresent();
  }

  /** Whether its process runs. */
  public static boolean isRunning(Pod pod) {
    return of(pod).filter("Running"::equals).isPresent();
  }

  /** Whether its process runs no more, and none comes. */
  public static boolean hasEnded(Pod pod) {
    return of(pod).filter(phase -> phase.equals("Succeeded") || phase.equals("Failed")).isPresent();
  }

  private static Optional<String> of(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getPhase);
  }
}
