package dev.rlhf.operator.decide;

import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageReport;
import java.time.Duration;
import java.util.Optional;

/** The next step of one stage. */
sealed interface StageStep {
  /** Something is made or deleted; after it, all is observed anew. */
  record Deed(Decision decision) implements StageStep {}

  /**
   * The stage stands like this.
   *
   * @param wake when to look again, if nothing happens before
   */
  record Stands(StageReport report, Optional<Duration> wake) implements StageStep {
    /** The same, looked at again after that time at the latest. */
    Stands within(Optional<Duration> time) {
      return new Stands(report, time.or(() -> wake));
    }
  }

  /** The stage stands like that, if the API server says that it would take a Job. */
  record Tried(Decision.TryJob trial, Stands stands) implements StageStep {}

  /** The stage becomes what is given; events wake the run. */
  static Stands stands(StageStatus stage, Verdict verdict) {
    return new Stands(StageReport.of(stage, verdict), Optional.empty());
  }

  /** The stage stays as it is until something happens, or until it is time. */
  static Stands waits(StageObservation o, Verdict verdict, Duration time) {
    return new Stands(StageReport.of(o.status(), verdict), Optional.of(time));
  }

  /** The stage stays as it is, and waits for what nobody may tell us about. */
  static Stands waits(StageObservation o, Verdict verdict) {
    return waits(o, verdict, RunDecision.LOOK_AGAIN);
  }
}
