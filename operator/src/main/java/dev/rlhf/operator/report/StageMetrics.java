package dev.rlhf.operator.report;

import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.FailureClass;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts what happens to stages; by stage only, never by run. */
public final class StageMetrics {
  private static final String STAGE = "stage";

  private final MeterRegistry registry;

  public StageMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts what has happened between two statuses of a run. */
  public void count(RLHFRunStatus before, RLHFRunStatus after) {
    for (StageStatus stage : after.stages()) {
      count(before.stages().stream().filter(s -> s.name().equals(stage.name())).findFirst(), stage);
    }
  }

  private void count(Optional<StageStatus> was, StageStatus is) {
    if (is.jobUid() != null && !is.jobUid().equals(was.map(StageStatus::jobUid).orElse(null))) {
      registry.counter("rlhf.attempts", STAGE, is.name()).increment();
    }
    GpuUse.of(is)
        .forEach(
            (use, seconds) ->
                registry
                    .counter("rlhf.gpu.seconds", STAGE, is.name(), "use", use.id())
                    .increment(
                        Math.max(0, seconds - was.map(w -> GpuUse.of(w).get(use)).orElse(0L))));
    if (is.phase() == was.map(StageStatus::phase).orElse(null)) {
      return;
    }
    if (is.phase() == StagePhase.RETRYING || is.phase() == StagePhase.FAILED) {
      failure(is)
          .ifPresent(
              failure ->
                  registry
                      .counter("rlhf.attempt.failures", STAGE, is.name(), "class", failure.id())
                      .increment());
    }
    if (is.phase().isFinished() && is.startedAt() != null) {
      registry
          .timer("rlhf.stage.duration", STAGE, is.name(), "outcome", outcome(is))
          .record(Duration.between(Instant.parse(is.startedAt()), Instant.parse(is.finishedAt())));
    }
  }

  private static String outcome(StageStatus stage) {
    return stage.phase() == StagePhase.SUCCEEDED ? "succeeded" : "failed";
  }

  private static Optional<FailureClass> failure(StageStatus stage) {
    return EndReason.ofWord(stage.reason()).flatMap(EndReason::failure);
  }
}
