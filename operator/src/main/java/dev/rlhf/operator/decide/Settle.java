package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.operator.report.StageDraft;
import java.time.Duration;
import java.util.Optional;

/** The decision that a status is to be so: it is written if it is not, and then all rests. */
final class Settle {
  private Settle() {}

  static Decision on(RLHFRun run, RLHFRunStatus status, Optional<Duration> wake) {
    return status.equals(Observation.status(run))
        ? new Decision.Rest(wake)
        : new Decision.WriteStatus(run, status);
  }

  /** The current stage becomes what is given; events wake the run. */
  static Decision on(Observation o, StageStatus stage, Verdict verdict) {
    return on(o, stage, verdict, Optional.empty());
  }

  static Decision on(Observation o, StageStatus stage, Verdict verdict, Optional<Duration> wake) {
    return on(o.run(), RunReport.of(o.run(), stage, verdict, o.now()), wake);
  }

  /** The current stage stays as it is, and waits. */
  static Decision waiting(Observation o, Verdict verdict) {
    return on(o, stage(o), verdict, Optional.of(RunDecision.LOOK_AGAIN));
  }

  /** The current stage's status. */
  static StageStatus stage(Observation o) {
    var stage = o.current().orElseThrow().stage();
    return Observation.stage(o.run(), stage).orElseGet(() -> StageDraft.pending(stage));
  }
}
