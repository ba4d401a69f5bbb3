package dev.rlhf.operator.report;

import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.StageLineage;
import dev.rlhf.manifest.StageProgress;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.manifest.StageUsage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The part of a stage's draft that tells what its pods did, what came of it and what it took. */
final class WorkDraft {
  private StageProgress progress;
  private Map<String, Double> figures;
  private CheckpointRef checkpoint;
  private StageLineage lineage;
  private Long shutdownSeconds;
  private Meter meter;

  WorkDraft(StageStatus from) {
    progress = from.progress();
    figures = from.figures();
    checkpoint = from.checkpoint();
    lineage = from.lineage();
    shutdownSeconds = from.shutdownSeconds();
    meter = Meter.of(from.usage());
  }

  StageProgress progress() {
    return progress;
  }

  Map<String, Double> figures() {
    return figures;
  }

  CheckpointRef checkpoint() {
    return checkpoint;
  }

  StageLineage lineage() {
    return lineage;
  }

  Long shutdownSeconds() {
    return shutdownSeconds;
  }

  /** Null while there is nothing to tell. */
  StageUsage usage() {
    return StageUsage.NONE.equals(meter.usage()) ? null : meter.usage();
  }

  /** The pod that there was tells nothing any more. */
  void withoutPod() {
    progress = null;
  }

  void progress(StageProgress latest) {
    progress = latest;
  }

  void metered(UnaryOperator<Meter> change) {
    meter = change.apply(meter);
  }

  /** A pod's first word tells what the pod before it has saved. */
  void heard(Instant at, boolean steps, CheckpointRef newest) {
    if (progress == null) {
      checkpoint(newest);
      meter = meter.heard(at, false).settled(false);
    } else {
      meter = meter.heard(at, steps);
      checkpoint(newest);
    }
  }

  void checkpoint(CheckpointRef newest) {
    if (newest != null && (checkpoint == null || newest.step() > checkpoint.step())) {
      meter = meter.settled(true);
    }
    checkpoint = newest == null ? checkpoint : newest;
  }

  /** None where the process ended before it knew. */
  void lineage(StageResult told) {
    if (!told.parents().isEmpty() || !told.data().isEmpty()) {
      lineage = new StageLineage(told.parents(), told.data());
    }
  }

  void shutdown(double seconds) {
    long whole = (long) Math.ceil(seconds);
    shutdownSeconds = shutdownSeconds == null ? whole : Math.max(shutdownSeconds, whole);
  }

  void figures(Map<String, Double> latest) {
    Optional.ofNullable(latest.get(Figures.SHUTDOWN)).ifPresent(this::shutdown);
    figures = Figures.following(figures, latest);
  }

  /** What was done counts no more; what it took, and how long an end takes, stays. */
  void anew(Instant now) {
    progress = null;
    figures = null;
    checkpoint = null;
    lineage = null;
    meter = meter.released(now).anew();
  }
}
