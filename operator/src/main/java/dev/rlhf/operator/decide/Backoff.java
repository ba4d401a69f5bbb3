package dev.rlhf.operator.decide;

import dev.rlhf.contract.Digest;
import dev.rlhf.manifest.Retry;
import java.time.Duration;
import java.time.Instant;

/** How long a stage waits before its next attempt. */
final class Backoff {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int HEX_DIGITS = 8;
  private static final double BELOW = 1L << (4 * HEX_DIGITS);

  private Backoff() {}

  /**
   * Whether a wait is not over. One longer than the longest comes from a clock that was set back.
   */
  static boolean isUnderWay(Instant now, Instant notBefore) {
    return now.isBefore(notBefore) && !now.plus(LONGEST).isBefore(notBefore);
  }

  /**
   * The manifest's backoff, doubled for each failure that counted after the first; of that, half to
   * all, so that what failed together does not come back together.
   *
   * @param failure names this very failure: the same one waits for the same time
   */
  static Duration after(Retry retry, int counted, String failure) {
    long longest = longest(retry, counted).toMillis();
    double chance = Long.parseLong(Digest.of(failure).substring(0, HEX_DIGITS), 16) / BELOW;
    return Duration.ofMillis(longest / 2 + Math.round(chance * (longest - longest / 2)));
  }

  private static Duration longest(Retry retry, int counted) {
    Duration wait = Period.of(retry.backoff());
    for (int i = 1; i < counted && wait.compareTo(LONGEST) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
