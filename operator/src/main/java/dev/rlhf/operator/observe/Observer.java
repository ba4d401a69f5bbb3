package dev.rlhf.operator.observe;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.CheckpointClaim;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers an observation. */
public final class Observer {
  private Observer() {}

  /**
   * Reads what the decision on a run needs.
   *
   * <p>The run was read before everything else: an object that its status speaks of and that is
   * missing afterwards is gone, and not merely newer than what was read.
   *
   * @throws InvalidManifestException when the manifest cannot be run on a cluster
   */
  public static Observation observe(RLHFRun run, View view, Instant now) {
    Plan plan = plan(run);
    Optional<StagePlan> current = current(plan, run);
    Optional<Stage> stage = current.map(StagePlan::stage);
    String name = run.getMetadata().getName();
    Optional<Integer> attempt =
        stage
            .flatMap(s -> Observation.stage(run, s))
            .map(StageStatus::intent)
            .map(AttemptIntent::attempt);
    return new Observation(
        run,
        now,
        current,
        current.map(c -> Parents.of(c, plan, run)).orElse(Map.of()),
        view.claim(CheckpointClaim.name(run)),
        stage.flatMap(s -> view.configMap(Names.configMap(name, s))),
        attempt.flatMap(n -> view.job(Names.job(name, stage.get(), n))),
        attempt.flatMap(n -> view.job(Names.resultJob(name, stage.get(), n))),
        stage.map(s -> view.pods(run, s)).orElse(List.of()),
        view.progress());
  }

  private static Plan plan(RLHFRun run) {
    var identity = new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid());
    return Plan.of(identity, run.getSpec(), new PodPlaces(run.getSpec().checkpoints()));
  }

  private static Optional<StagePlan> current(Plan plan, RLHFRun run) {
    return plan.stages().stream().filter(stage -> !isFinished(run, stage.stage())).findFirst();
  }

  private static boolean isFinished(RLHFRun run, Stage stage) {
    return Observation.stage(run, stage).filter(s -> s.phase().isFinished()).isPresent();
  }
}
