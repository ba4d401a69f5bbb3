package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a decision on a run is made from.
 *
 * @param current the stage whose turn it is; empty when all are done
 * @param parents the checkpoints that it starts from
 * @param job of the attempt that the status names
 * @param resultJob which reads that attempt's result
 * @param pods of that stage, of all attempts
 */
public record Observation(
    RLHFRun run,
    Instant now,
    Optional<StagePlan> current,
    Map<Stage, Parent> parents,
    Optional<PersistentVolumeClaim> claim,
    Optional<ConfigMap> configMap,
    Optional<Job> job,
    Optional<Job> resultJob,
    List<Pod> pods,
    Optional<ProgressSample> progress) {

  /** The run's status as it was read; an empty one at first. */
  public static RLHFRunStatus status(RLHFRun run) {
    return run.getStatus() == null
        ? new RLHFRunStatus(null, null, null, null, null, null, null, null, null)
        : run.getStatus();
  }

  /** What a run's status says of one stage. */
  public static Optional<StageStatus> stage(RLHFRun run, Stage stage) {
    return status(run).stages().stream().filter(s -> s.name().equals(stage.id())).findFirst();
  }

  public RLHFRunStatus status() {
    return status(run);
  }

  /** The pods of a role that one attempt made, the newest last. */
  public Stream<Pod> pods(Role role, int attempt) {
    return pods.stream()
        .filter(role::isOf)
        .filter(
            pod ->
                Integer.toString(attempt)
                    .equals(pod.getMetadata().getLabels().get(Labels.ATTEMPT)));
  }

  /** A trainer's pod of any attempt of the stage that may still write, if there is one. */
  public Optional<Pod> livePod() {
    return pods.stream().filter(Role.TRAINER::isOf).filter(pod -> !hasEnded(pod)).findFirst();
  }

  /** Whether a pod's process runs no more, and none comes. */
  public static boolean hasEnded(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return Objects.equals(phase, "Succeeded") || Objects.equals(phase, "Failed");
  }
}
