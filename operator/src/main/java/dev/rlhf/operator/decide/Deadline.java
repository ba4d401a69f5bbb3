package dev.rlhf.operator.decide;

import dev.rlhf.manifest.StageUsage;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.report.RunClock;
import dev.rlhf.plan.ManifestStage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * For how long pods of a stage, or of its run, may be on nodes.
 *
 * @param whose the field that says so
 * @param left until then, if a pod stays on its node; none or less when it is over
 */
record Deadline(String whose, long allowed, Duration left) {

  /** What ends because its time is over. */
  static Optional<Cut> passed(StageObservation o) {
    return all(o)
        .filter(deadline -> deadline.left.isZero() || deadline.left.isNegative())
        .map(Deadline::cut)
        .findFirst();
  }

  /** When the first one is over, while the stage's pod is on a node. */
  static Optional<Duration> next(StageObservation o) {
    return usage(o).placedAt() == null
        ? Optional.empty()
        : all(o).map(Deadline::left).min(Duration::compareTo);
  }

  private static Stream<Deadline> all(StageObservation o) {
    String stage = o.plan().stage().id();
    Integer ofStage = ManifestStage.of(o.run().getSpec(), o.plan().stage()).activeDeadlineSeconds();
    Integer ofRun = o.run().getSpec().activeDeadlineSeconds();
    return Stream.of(
            of("activeDeadlineSeconds of stage " + stage, ofStage, active(o)),
            of(
                "spec.activeDeadlineSeconds",
                ofRun,
                RunClock.passed(Observation.status(o.run()).active(), o.now())))
        .flatMap(Optional::stream);
  }

  private static Optional<Deadline> of(String whose, Integer allowed, long passed) {
    return Optional.ofNullable(allowed)
        .map(seconds -> new Deadline(whose, seconds, Duration.ofSeconds(seconds - passed)));
  }

  private static long active(StageObservation o) {
    StageUsage usage = usage(o);
    return usage.placedAt() == null
        ? usage.activeSeconds()
        : usage.activeSeconds()
            + Math.max(0, Duration.between(Instant.parse(usage.countedTo()), o.now()).toSeconds());
  }

  private static StageUsage usage(StageObservation o) {
    return Optional.ofNullable(o.status().usage()).orElse(StageUsage.NONE);
  }

  private Cut cut() {
    return new Cut(
        EndReason.DEADLINE_EXCEEDED,
        "the %d s of %s are over: raise it and have the stage run again with spec.restart"
            .formatted(allowed, whose));
  }
}
