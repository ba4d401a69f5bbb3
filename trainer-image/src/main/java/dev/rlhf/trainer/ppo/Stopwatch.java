package dev.rlhf.trainer.ppo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells how long each part of a work took. */
final class Stopwatch {

  private final Clock clock;
  private Instant last;

  Stopwatch(Clock clock) {
    this.clock = clock;
    last = clock.instant();
  }

  /** Seconds since the last lap, or since the start. */
  double lap() {
    Instant before = last;
    last = clock.instant();
    return Duration.between(before, last).toNanos() / 1e9;
  }
}
