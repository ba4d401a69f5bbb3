package dev.rlhf.operator.report;

import dev.rlhf.manifest.ActiveTime;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.manifest.StageUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** For how long a run has had pods on nodes: two stages side by side take their time together. */
public final class RunClock {
  private RunClock() {}

  /** What is to be recorded, once its stages have become what is given. */
  static ActiveTime next(ActiveTime before, List<StageStatus> stages) {
    boolean was = before != null && before.since() != null;
    boolean is = times(stages, StageUsage::placedAt).findAny().isPresent();
    if (was == is) {
      return before;
    }
    long seconds = before == null ? 0 : before.seconds();
    return is
        ? new ActiveTime(
            seconds,
            times(stages, StageUsage::placedAt).min(Instant::compareTo).orElseThrow().toString())
        : new ActiveTime(
            passed(
                before, times(stages, StageUsage::countedTo).max(Instant::compareTo).orElseThrow()),
            null);
  }

  /** A run that goes back to a stage has all its time again. */
  static ActiveTime anew(ActiveTime before, Instant now) {
    return before == null
        ? null
        : new ActiveTime(
            0L,
            before.since() == null ? null : Instant.ofEpochSecond(now.getEpochSecond()).toString());
  }

  /** The seconds up to a time. */
  public static long passed(ActiveTime active, Instant to) {
    if (active == null) {
      return 0;
    }
    return active.since() == null
        ? active.seconds()
        : active.seconds()
            + Math.max(0, Duration.between(Instant.parse(active.since()), to).toSeconds());
  }

  private static Stream<Instant> times(
      List<StageStatus> stages, Function<StageUsage, String> time) {
    return stages.stream()
        .map(StageStatus::usage)
        .filter(Objects::nonNull)
        .map(time)
        .filter(Objects::nonNull)
        .map(Instant::parse);
  }
}
