package dev.rlhf.operator.observe;

import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import java.util.Map;
import java.util.stream.Collectors;

/** The checkpoints that a stage starts from, as its pod finds them. */
final class Parents {
  private Parents() {}

  /**
   * Those of a stage whose turn it is: what status records of the stages that trained, and what the
   * manifest names of those that did not.
   */
  static Map<Stage, Parent> of(StagePlan stage, Plan plan, RLHFRun run) {
    return stage instanceof StagePlan.Train train
        ? plan.stages().stream()
            .filter(earlier -> train.parents().contains(earlier.stage()))
            .collect(Collectors.toMap(StagePlan::stage, earlier -> parent(earlier, run)))
        : Map.of();
  }

  private static Parent parent(StagePlan stage, RLHFRun run) {
    if (stage instanceof StagePlan.Given given) {
      return new Parent(given.checkpoint().path(), null);
    }
    CheckpointRef checkpoint =
        Observation.stage(run, stage.stage()).map(StageStatus::checkpoint).orElseThrow();
    String root = Observer.places(run).checkpoints();
    return new Parent(root + "/" + checkpoint.path(), checkpoint.digest());
  }
}
