package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Restart;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code spec.restart} asks for. */
public final class Restarts {
  private Restarts() {}

  /** The wish that was not carried out yet. */
  public static Optional<Restart> pending(RLHFRun run) {
    Restart done = Observation.status(run).restart();
    return Optional.ofNullable(run.getSpec().restart())
        .filter(wish -> done == null || !done.nonce().equals(wish.nonce()));
  }

  /**
   * The stages that it has begin anew: the named one, those that have failed, and whatever descends
   * from one of these. Others keep what they have made.
   */
  static Set<Stage> affected(Plan plan, RLHFRun run) {
    Set<Stage> affected = EnumSet.noneOf(Stage.class);
    pending(run)
        .ifPresent(
            wish -> {
              for (StagePlan stage : plan.stages()) {
                if (stage.stage().id().equals(wish.from().stage())
                    || hasFailed(run, stage.stage())
                    || !Collections.disjoint(stage.parents(), affected)) {
                  affected.add(stage.stage());
                }
              }
            });
    return affected;
  }

  /**
   * Those of them that begin at their first step: what is done, since it would be done at once, and
   * what descends from a stage that begins anew. A stage that was not done goes on from its newest
   * checkpoint.
   */
  static Set<Stage> fromFirstStep(Plan plan, RLHFRun run) {
    Set<Stage> affected = affected(plan, run);
    return plan.stages().stream()
        .filter(stage -> affected.contains(stage.stage()))
        .filter(
            stage -> isDone(run, stage.stage()) || !Collections.disjoint(stage.parents(), affected))
        .map(StagePlan::stage)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));
  }

  private static boolean isDone(RLHFRun run, Stage stage) {
    return Observation.stage(run, stage).filter(s -> s.phase() == StagePhase.SUCCEEDED).isPresent();
  }

  private static boolean hasFailed(RLHFRun run, Stage stage) {
    return Observation.stage(run, stage).filter(s -> s.phase() == StagePhase.FAILED).isPresent();
  }
}
