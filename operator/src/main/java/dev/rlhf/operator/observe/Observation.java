package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a decision on a run is made from.
 *
 * @param fetch what is still to be fetched; empty where nothing is
 * @param publish what is still to be published; empty where nothing is, or not yet
 * @param restarting the stages that are to begin anew
 * @param fromFirstStep those of them that begin at their first step
 * @param stages those that are under way or whose turn it is; none when the run has come to its end
 */
public record Observation(
    RLHFRun run,
    Instant now,
    Optional<PersistentVolumeClaim> claim,
    Optional<FetchObservation> fetch,
    Optional<PublishObservation> publish,
    Set<Stage> restarting,
    Set<Stage> fromFirstStep,
    List<StageObservation> stages) {

  /** The run's status as it was read; an empty one at first. */
  public static RLHFRunStatus status(RLHFRun run) {
    return run.getStatus() == null
        ? new RLHFRunStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null)
        : run.getStatus();
  }

  /** Whether the user has the run hold still. */
  public static boolean isSuspended(RLHFRun run) {
    return Boolean.TRUE.equals(run.getSpec().suspend());
  }

  /** What a run's status says of one stage. */
  public static Optional<StageStatus> stage(RLHFRun run, Stage stage) {
    return status(run).stages().stream().filter(s -> s.name().equals(stage.id())).findFirst();
  }

  public RLHFRunStatus status() {
    return status(run);
  }
}
