package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A run that has ended: it stays, with its Jobs, their last pods and so their logs, until its time
 * is over.
 */
public final class ExpiryDecision {
  private static final Set<String> ENDS =
      Set.of(Standing.COMPLETE.condition(), Standing.FAILED.condition());

  private ExpiryDecision() {}

  /** Nothing until then, and its deletion after that. */
  public static Decision of(RLHFRun run, Instant now) {
    Integer seconds = run.getSpec().ttlSecondsAfterFinished();
    if (seconds == null || run.isMarkedForDeletion()) {
      return new Decision.Rest(Optional.empty());
    }
    Instant end = endedAt(run).plusSeconds(seconds);
    return now.isBefore(end)
        ? new Decision.Rest(Optional.of(Duration.between(now, end)))
        : new Decision.DeleteRun(run);
  }

  private static Instant endedAt(RLHFRun run) {
    return Observation.status(run).conditions().stream()
        .filter(c -> ENDS.contains(c.type()) && c.status().equals("True"))
        .map(RunCondition::lastTransitionTime)
        .map(Instant::parse)
        .findFirst()
        .orElseThrow();
  }
}
