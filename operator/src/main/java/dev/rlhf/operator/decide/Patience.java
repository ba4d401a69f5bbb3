package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import dev.rlhf.operator.report.StageReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a stage may wait for what may come by itself: a node of an autoscaler, an image of ten
 * gigabytes, a volume that is detached elsewhere. After that somebody should look at it.
 */
record Patience(RLHFRun run, Instant now) {

  /** The report, with since when the stage waits; stalled where it has waited for too long. */
  StageReport judge(StageReport report) {
    Optional<Instant> since = since(report);
    StageStatus status = StageDraft.from(report.status()).waitingSince(since.orElse(null)).status();
    Verdict verdict = report.verdict();
    return new StageReport(status, since.map(from -> judge(verdict, from)).orElse(verdict));
  }

  /** What is said of a run that has waited since then: stalled where that is too long. */
  Verdict judge(Verdict verdict, Instant since) {
    return verdict
        .reason()
        .remedy()
        .filter(remedy -> !now.isBefore(end(since)))
        .map(verdict::stalled)
        .orElse(verdict);
  }

  /** How long until the stage has waited for too long. */
  Optional<Duration> left(StageReport report) {
    return end(report).filter(now::isBefore).map(end -> Duration.between(now, end));
  }

  private Optional<Instant> end(StageReport report) {
    return report.verdict().reason().remedy().isEmpty()
        ? Optional.empty()
        : since(report).map(this::end);
  }

  private Instant end(Instant since) {
    return since.plus(Period.of(run.getSpec().stallAfter()));
  }

  private Optional<Instant> since(StageReport report) {
    String word = report.status().waiting();
    if (word == null) {
      return Optional.empty();
    }
    return Observation.status(run).stages().stream()
        .filter(before -> before.name().equals(report.status().name()))
        .filter(before -> word.equals(before.waiting()))
        .map(StageStatus::waitingSince)
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .findFirst()
        .or(() -> Optional.of(now.truncatedTo(ChronoUnit.SECONDS)));
  }
}
