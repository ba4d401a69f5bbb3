package dev.rlhf.operator.observe;

import dev.rlhf.manifest.AccessMode;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Optional;

/**
 * Whose turn it is. A stage begins once all that it starts from is there; beside another one only
 * where pods on different nodes can mount the checkpoints at the same time. What has begun goes on.
 */
final class Turns {
  private Turns() {}

  /** The stages that are under way or may begin, in the plan's order. */
  static List<StagePlan> of(Plan plan, RLHFRun run, Optional<PersistentVolumeClaim> claim) {
    List<StagePlan> open =
        plan.stages().stream().filter(stage -> !isFinished(run, stage.stage())).toList();
    boolean shared = claim.filter(Turns::isShared).isPresent();
    return open.stream()
        .filter(
            stage ->
                hasBegun(run, stage.stage())
                    || failed(run).isEmpty()
                        && hasParents(run, stage)
                        && (shared || stage.equals(open.get(0))))
        .toList();
  }

  /** A stage that has failed for good. */
  static Optional<StageStatus> failed(RLHFRun run) {
    return Observation.status(run).stages().stream()
        .filter(stage -> stage.phase() == StagePhase.FAILED)
        .findFirst();
  }

  private static boolean isShared(PersistentVolumeClaim claim) {
    List<String> modes = claim.getSpec().getAccessModes();
    return modes != null && modes.contains(AccessMode.READ_WRITE_MANY.kubernetesName());
  }

  private static boolean isFinished(RLHFRun run, Stage stage) {
    return Observation.stage(run, stage).filter(s -> s.phase().isFinished()).isPresent();
  }

  private static boolean hasBegun(RLHFRun run, Stage stage) {
    return Observation.stage(run, stage)
        .filter(s -> s.intent() != null && s.phase() != StagePhase.PENDING)
        .isPresent();
  }

  private static boolean hasParents(RLHFRun run, StagePlan stage) {
    return stage.parents().stream()
        .allMatch(
            parent ->
                Observation.stage(run, parent)
                    .filter(s -> s.phase() == StagePhase.SUCCEEDED)
                    .isPresent());
  }
}
