package dev.rlhf.operator.report;

import dev.rlhf.manifest.GpuSeconds;
import dev.rlhf.manifest.StageUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Counts a stage's time, from one thing that is known of its pods to the next: never up to the time
 * of a look, so that looking changes nothing.
 */
public record Meter(StageUsage usage) {

  public static Meter of(StageUsage usage) {
    return new Meter(usage == null ? StageUsage.NONE : usage);
  }

  /** An attempt is decided on, and waits for a place. */
  Meter waits(Instant at, int gpus) {
    StageUsage before = released(at).usage;
    return new Meter(
        new StageUsage(before.activeSeconds(), gpus, null, text(at), before.gpuSeconds()));
  }

  /** The attempt's pod has a node since then; no news where it had one. */
  Meter placed(Instant at) {
    if (usage.gpus() == null || usage.placedAt() != null) {
      return this;
    }
    StageUsage waited = counted(at, false).usage;
    return new Meter(
        new StageUsage(
            waited.activeSeconds(),
            waited.gpus(),
            waited.countedTo(),
            waited.countedTo(),
            waited.gpuSeconds()));
  }

  /**
   * The pod said something of itself then.
   *
   * @param steps whether it makes steps, or saves them
   */
  Meter heard(Instant at, boolean steps) {
    return usage.placedAt() == null ? this : counted(at, steps);
  }

  /** The pod has ended, or will not come; what it did since it was last heard were steps. */
  Meter released(Instant at) {
    if (usage.gpus() == null) {
      return this;
    }
    StageUsage last = counted(at, usage.gpuSeconds().unsaved() > 0).usage;
    return new Meter(
        new StageUsage(last.activeSeconds(), null, null, last.countedTo(), last.gpuSeconds()));
  }

  /** A pod that had a node is gone or about to go; the attempt waits for a place again. */
  Meter evicted(Instant at) {
    return usage.placedAt() == null ? this : waits(at, usage.gpus());
  }

  /** A checkpoint holds the steps that were made, or none ever will. */
  Meter settled(boolean kept) {
    GpuSeconds g = usage.gpuSeconds();
    long productive = g.productive() + (kept ? g.unsaved() : 0);
    long lost = g.lost() + (kept ? 0 : g.unsaved());
    return with(new GpuSeconds(g.allocated(), productive, 0L, lost, g.queued()));
  }

  /** The stage begins anew, with all the time that it may take; what it cost stays. */
  Meter anew() {
    return new Meter(new StageUsage(0L, null, null, usage.countedTo(), usage.gpuSeconds()));
  }

  private Meter counted(Instant at, boolean steps) {
    Instant from = Instant.parse(usage.countedTo());
    Instant to = at.truncatedTo(ChronoUnit.SECONDS);
    if (to.isBefore(from)) {
      return this;
    }
    long seconds = Duration.between(from, to).toSeconds();
    long gpu = seconds * usage.gpus();
    boolean waits = usage.placedAt() == null;
    GpuSeconds g = usage.gpuSeconds();
    GpuSeconds now =
        new GpuSeconds(
            g.allocated() + (waits ? 0 : gpu),
            g.productive(),
            g.unsaved() + (steps && !waits ? gpu : 0),
            g.lost(),
            g.queued() + (waits ? gpu : 0));
    return new Meter(
        new StageUsage(
            usage.activeSeconds() + (waits ? 0 : seconds),
            usage.gpus(),
            usage.placedAt(),
            to.toString(),
            now));
  }

  private Meter with(GpuSeconds seconds) {
    return new Meter(
        new StageUsage(
            usage.activeSeconds(), usage.gpus(), usage.placedAt(), usage.countedTo(), seconds));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
