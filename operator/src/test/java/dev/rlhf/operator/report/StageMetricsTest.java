package dev.rlhf.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.EndReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StageMetricsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StageMetrics metrics = new StageMetrics(registry);

  @Test
  void attemptsFailuresAndDurationsAreCountedOncePerTransition() {
    StageStatus pending = StageStatus.pending("sft");
    StageStatus running =
        StageDraft.from(pending)
            .intend(new AttemptIntent(1, "revision", "digest", Map.of()))
            .jobUid("j1")
            .running(START)
            .status();
    StageStatus failed =
        StageDraft.from(running)
            .ended(EndReason.OOM_KILLED, "no memory")
            .retryAt(START.plusSeconds(10))
            .status();
    StageStatus done =
        StageDraft.from(running)
            .ended(EndReason.COMPLETE, "done")
            .finished(StagePhase.SUCCEEDED, START.plusSeconds(90))
            .status();

    metrics.count(status(), status(running));
    metrics.count(status(running), status(running));
    metrics.count(status(running), status(failed));
    metrics.count(status(running), status(done));

    assertThat(registry.get("rlhf.attempts").tag("stage", "sft").counter().count()).isEqualTo(1);
    assertThat(registry.get("rlhf.attempt.failures").tag("class", "error").counter().count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("rlhf.stage.duration")
                .tag("outcome", "succeeded")
                .timer()
                .totalTime(TimeUnit.SECONDS))
        .isEqualTo(90);
  }

  private static RLHFRunStatus status(StageStatus... stages) {
    return new RLHFRunStatus(
        null, null, null, null, null, null, null, null, null, null, null, List.of(stages), null);
  }
}
