package dev.rlhf.operator.decide;

import dev.rlhf.manifest.Retry;
import java.time.Duration;
import java.time.Instant;

/** How long a stage waits before its next attempt. */
final class Backoff {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Backoff() {}

  /**
   * Whether a wait is not over. One longer than the longest comes from a clock that was set back.
   */
  static boolean isUnderWay(Instant now, Instant notBefore) {
    return now.isBefore(notBefore) && !now.plus(LONGEST).isBefore(notBefore);
  }

  /** The manifest's backoff, doubled for each failure that counted after the first. */
  static Duration after(Retry retry, int counted) {
    Duration wait = Period.of(retry.backoff());
    for (int i = 1; i < counted && wait.compareTo(LONGEST) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
