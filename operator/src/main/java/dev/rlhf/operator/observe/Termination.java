package dev.rlhf.operator.observe;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.StageResult;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a pod's process ended.
 *
 * @param reason in the kubelet's word, for example {@code OOMKilled}
 * @param told whether somebody deleted the pod, so that it was told to end
 * @param message what the process left as its last words; the end of its log where it left none
 */
public record Termination(int exitCode, String reason, boolean told, String message) {

  /** The end of a pod's only container; empty while it has not ended. */
  public static Optional<Termination> of(Pod pod) {
    return states(pod).map(state -> of(state, pod.isMarkedForDeletion())).findFirst();
  }

  /** What the kubelet says of containers that have ended. */
  static Stream<ContainerStateTerminated> states(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
        .flatMap(List::stream)
        .map(container -> container.getState())
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull);
  }

  /** The result that a stage's process wrote; empty when it was not given the time to. */
  public Optional<StageResult> result() {
    return result(StageResult.class);
  }

  /** The result that a process wrote, of the kind that it writes; empty where there is none. */
  public <T> Optional<T> result(Class<T> type) {
    try {
      return Optional.of(Documents.read(message.getBytes(StandardCharsets.UTF_8), type));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Termination of(ContainerStateTerminated state, boolean told) {
    return new Termination(
        Optional.ofNullable(state.getExitCode()).orElse(0),
        Optional.ofNullable(state.getReason()).orElse(""),
        told,
        Optional.ofNullable(state.getMessage()).orElse(""));
  }
}
