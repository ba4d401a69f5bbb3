package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Objects;
import java.util.Optional;

/** Whether an object does not say itself what keeps it from coming to be, so that others may. */
public final class Trouble {
  private Trouble() {}

  /** A Job that has no pod. */
  public static boolean isPossible(Job job) {
    Integer active = job.getStatus() == null ? null : job.getStatus().getActive();
    return JobState.of(job).phase() == JobState.Phase.ACTIVE && (active == null || active == 0);
  }

  /** A pod that has a node and does not run there. */
  public static boolean isPossible(Pod pod) {
    return pod.getSpec().getNodeName() != null && PodPhase.isPending(pod);
  }

  /** A claim that has no volume. */
  public static boolean isPossible(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getStatus())
        .filter(status -> !Objects.equals(status.getPhase(), "Pending"))
        .isEmpty();
  }
}
