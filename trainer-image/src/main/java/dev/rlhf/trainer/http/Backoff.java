package dev.rlhf.trainer.http;

import java.time.Duration;

/** How long to wait before another try: half a second, doubled each time, at most a minute. */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 10;

  private Backoff() {}

  /** The wait after so many tries. */
  public static Duration after(int tries) {
    return atMost(FIRST.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS)));
  }

  /** The same wait, or a minute where it is longer. */
  public static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
