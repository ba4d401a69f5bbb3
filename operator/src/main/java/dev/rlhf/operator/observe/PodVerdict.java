package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a pod says about its stage. */
public final class PodVerdict {
  private static final Map<String, Reason> CONTAINER_REASONS =
      Map.of(
          "ErrImagePull", Reason.IMAGE_PULL,
          "ImagePullBackOff", Reason.IMAGE_PULL,
          "ErrImageNeverPull", Reason.IMAGE_PULL,
          "InvalidImageName", Reason.INVALID_IMAGE_NAME,
          "CreateContainerConfigError", Reason.CONTAINER_CONFIG,
          "CreateContainerError", Reason.CONTAINER_CONFIG);

  /** Kubernetes has one reason for all that keeps a pod from a node; its words differ. */
  private static final Map<Pattern, Reason> SCHEDULER_WORDS =
      Map.of(
          Pattern.compile("volume node affinity conflict|PersistentVolume's node affinity"),
              Reason.VOLUME_ZONE_CONFLICT,
          Pattern.compile("bound to non-existent persistentvolume"), Reason.VOLUME_LOST,
          Pattern.compile("unbound immediate PersistentVolumeClaims"), Reason.CLAIM_UNBOUND,
          Pattern.compile("persistentvolumeclaim \"[^\"]*\" not found"), Reason.SOURCE_MISSING);

  private PodVerdict() {}

  private static final Set<String> OF_VOLUMES =
      Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume");

  /** The same, with what its node complains of while it does not run. */
  public static Verdict of(Pod pod, Optional<Complaint> complaint) {
    Verdict verdict = of(pod);
    return verdict.reason() == Reason.CONTAINER_CREATING
        ? complaint
            .filter(c -> OF_VOLUMES.contains(c.reason()))
            .map(c -> new Verdict(Reason.VOLUME_MOUNT_FAILED, c.message()))
            .orElse(verdict)
        : verdict;
  }

  /** The same, with why the claim of checkpoints has no volume, where that may be in the way. */
  public static Verdict of(Pod pod, Optional<Complaint> complaint, Optional<Verdict> claimTrouble) {
    Verdict verdict = of(pod, complaint);
    return waitsForVolume(pod, verdict) ? claimTrouble.orElse(verdict) : verdict;
  }

  /** The scheduler says that there is none, or nothing at all while it waits for one to be made. */
  private static boolean waitsForVolume(Pod pod, Verdict verdict) {
    return verdict.reason() == Reason.CLAIM_UNBOUND
        || verdict.reason() == Reason.UNSCHEDULABLE
        || verdict.reason() == Reason.CONTAINER_CREATING && pod.getSpec().getNodeName() == null;
  }

  /** Whether the pod's process runs, and what it waits for if not. */
  public static Verdict of(Pod pod) {
    PodStatus status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
    String name = pod.getMetadata().getName();
    if (PodPhase.isRunning(pod)) {
      return running(pod);
    }
    if (PodPhase.hasEnded(pod)) {
      return new Verdict(
          Reason.PREPARING, "pod %s has ended; its Job is about to say how".formatted(name));
    }
    return unscheduled(status)
        .or(() -> container(status))
        .orElseGet(
            () ->
                new Verdict(
                    Reason.CONTAINER_CREATING,
                    "pod %s is being started: its volumes are mounted and its image is pulled"
                        .formatted(name)));
  }

  /** The verdict on a pod whose process runs. */
  public static Verdict running(Pod pod) {
    return new Verdict(Reason.STAGE_RUNNING, "pod %s runs".formatted(pod.getMetadata().getName()));
  }

  private static Optional<Verdict> unscheduled(PodStatus status) {
    return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
        .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
        .map(PodVerdict::unscheduled)
        .findFirst();
  }

  private static Verdict unscheduled(PodCondition condition) {
    String message = Objects.requireNonNullElse(condition.getMessage(), "");
    Reason reason =
        Objects.equals(condition.getReason(), "SchedulingGated")
            ? Reason.SCHEDULING_GATED
            : SCHEDULER_WORDS.entrySet().stream()
                .filter(words -> words.getKey().matcher(message).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Reason.UNSCHEDULABLE);
    return new Verdict(reason, message);
  }

  private static Optional<Verdict> container(PodStatus status) {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(container -> container.getState() == null ? null : container.getState().getWaiting())
        .filter(waiting -> waiting != null && waiting.getReason() != null)
        .filter(waiting -> CONTAINER_REASONS.containsKey(waiting.getReason()))
        .map(PodVerdict::container)
        .findFirst();
  }

  private static Verdict container(ContainerStateWaiting waiting) {
    return new Verdict(
        CONTAINER_REASONS.get(waiting.getReason()),
        Objects.requireNonNullElse(waiting.getMessage(), waiting.getReason()));
  }
}
