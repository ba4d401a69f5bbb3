package dev.rlhf.trainer.reward;

import java.time.Duration;

/** How long to wait before another try: half a second, doubled each time, at most a minute. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 10;

  private Backoff() {}

  /** The wait after so many tries. */
  static Duration after(int tries) {
    return atMost(FIRST.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS)));
  }

  static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
