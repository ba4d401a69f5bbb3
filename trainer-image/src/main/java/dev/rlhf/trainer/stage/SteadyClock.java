package dev.rlhf.trainer.stage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Goes on at the same pace whatever becomes of the machine's clock, which may be set while a stage
 * runs: rates, pauses and the time from SIGTERM to the end are differences of its instants.
 */
public final class SteadyClock extends Clock {
  private final Instant begin = Instant.now();
  private final long nanos = System.nanoTime();

  @Override
  public Instant instant() {
    return begin.plusNanos(System.nanoTime() - nanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("it tells how time passes, and not what time it is");
  }
}
