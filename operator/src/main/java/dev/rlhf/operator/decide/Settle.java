package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.operator.report.StageReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The decision that a status is to be so: it is written if it is not, and then all rests. */
final class Settle {
  private Settle() {}

  static Decision on(RLHFRun run, RLHFRunStatus status, Optional<Duration> wake) {
    return on(run, status, wake, List.of());
  }

  private static Decision on(
      RLHFRun run, RLHFRunStatus status, Optional<Duration> wake, List<Verdict> verdicts) {
    return status.equals(Observation.status(run))
        ? new Decision.Rest(wake, verdicts.stream().anyMatch(v -> v.reason().isUntold()))
        : new Decision.WriteStatus(run, status);
  }

  /** Every stage under way stands as it says; the most impatient one wakes the run. */
  static Decision on(Observation o, List<StageStep.Stands> stages) {
    var patience = new Patience(o.run(), o.now());
    List<StageReport> reports = stages.stream().map(StageStep.Stands::report).toList();
    Optional<Duration> wake =
        Stream.concat(
                stages.stream().flatMap(s -> s.wake().stream()),
                reports.stream().flatMap(report -> patience.left(report).stream()))
            .min(Duration::compareTo);
    return on(
        o.run(),
        RunReport.of(o.run(), reports.stream().map(patience::judge).toList(), o.now()),
        wake,
        reports.stream().map(StageReport::verdict).toList());
  }

  /** Every stage under way waits for the same thing, or the run itself, where none is. */
  static Decision waiting(Observation o, Verdict verdict) {
    return on(
        o.run(),
        o.stages().isEmpty()
            ? RunReport.of(o.run(), verdict, o.now())
            : RunReport.of(o.run(), all(o, verdict), o.now()),
        Optional.of(RunDecision.LOOK_AGAIN),
        List.of(verdict));
  }

  /** Every stage under way stays as it is, and the same is to be said of all of them. */
  static List<StageReport> all(Observation o, Verdict verdict) {
    var patience = new Patience(o.run(), o.now());
    return o.stages().stream()
        .map(stage -> StageReport.of(stage.status(), verdict))
        .map(patience::judge)
        .toList();
  }
}
