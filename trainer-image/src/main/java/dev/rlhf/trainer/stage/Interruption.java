package dev.rlhf.trainer.stage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether the process has been told to end, and since when. */
public final class Interruption {
  private final Clock clock;
  private volatile Instant since;

  /** Nothing yet. */
  public Interruption(Clock clock) {
    this.clock = clock;
  }

  /** Tells the stage to save and end. */
  public void request() {
    since = clock.instant();
  }

  /** Whether to save and end. */
  public boolean isRequested() {
    return since != null;
  }

  /** Seconds since the request. */
  public double seconds() {
    return Duration.between(since, clock.instant()).toNanos() / 1e9;
  }
}
