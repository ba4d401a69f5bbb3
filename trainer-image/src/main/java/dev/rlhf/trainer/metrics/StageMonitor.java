package dev.rlhf.trainer.metrics;

import dev.rlhf.contract.Progress;
import dev.rlhf.contract.Progress.Phase;
import dev.rlhf.manifest.CheckpointRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** What a stage is doing, told by its own thread and asked by others. */
public final class StageMonitor {
  private final Clock clock;
  private final StepPace pace = new StepPace();
  private final Map<String, Double> figures = new TreeMap<>();
  private final Set<Path> passedOver = new HashSet<>();
  private Phase phase = Phase.LOADING;
  private long step;
  private long total;
  private long resumedFrom;
  private Instant lastStep;
  private CheckpointRef checkpoint;
  private Double saveSeconds;
  private Map<String, String> parents = Map.of();
  private Map<String, String> data = Map.of();
  private String remark = "";

  /** A stage that starts now. */
  public StageMonitor(Clock clock) {
    this.clock = clock;
    lastStep = clock.instant();
  }

  /** The digests of what the stage starts from are known. */
  public synchronized void startsFrom(Map<String, String> models, Map<String, String> learnt) {
    parents = Map.copyOf(models);
    data = Map.copyOf(learnt);
  }

  /** Goes on from a checkpoint of an earlier attempt. */
  public synchronized void resumed(CheckpointRef from, long ofSteps) {
    checkpoint = from;
    resumedFrom = from.step();
    step = from.step();
    total = ofSteps;
  }

  /** A checkpoint cannot be used and is passed over. */
  public synchronized void passedOver(Path folder) {
    passedOver.add(folder);
    figures.put("checkpoints_skipped", (double) passedOver.size());
  }

  /** The checkpoints that could not be used. */
  public synchronized Set<Path> passedOver() {
    return Set.copyOf(passedOver);
  }

  /** Steps begin. */
  public synchronized void training(long totalSteps) {
    total = totalSteps;
    phase = Phase.TRAINING;
    lastStep = clock.instant();
  }

  /** A step has ended. */
  public synchronized void stepped(long number, Map<? extends Figure, Double> values) {
    Instant now = clock.instant();
    pace.add(seconds(lastStep, now));
    lastStep = now;
    step = number;
    values.forEach((figure, value) -> figures.put(figure.id(), value));
  }

  /** A checkpoint is being written. */
  public synchronized void saving() {
    phase = Phase.SAVING;
  }

  /** Training goes on; the time that saving took is none of the next step's. */
  public synchronized void goesOn() {
    phase = Phase.TRAINING;
    lastStep = clock.instant();
  }

  /** A checkpoint is there, which took so long. */
  public synchronized void saved(CheckpointRef written, double seconds) {
    checkpoint = written;
    saveSeconds = saveSeconds == null ? seconds : Math.max(saveSeconds, seconds);
  }

  /** The stage's end is known. */
  public synchronized void done() {
    phase = Phase.DONE;
  }

  /** Something that the result is to say besides how the stage ended; it replaces what was said. */
  public synchronized void remark(String text) {
    remark = text;
  }

  /** That; empty where nothing is to be said. */
  public synchronized String remark() {
    return remark;
  }

  /** A figure of the whole stage. */
  public synchronized void figure(String id, double value) {
    figures.put(id, value);
  }

  /** Everything that {@code /progress} says. */
  public synchronized Progress progress() {
    OptionalDouble median = pace.median();
    double rate = pace.rate();
    return new Progress(
        phase,
        step,
        total,
        rate,
        rate > 0 ? Math.round((total - step) / rate) : null,
        median.isPresent() ? median.getAsDouble() : null,
        seconds(lastStep, clock.instant()),
        saveSeconds,
        checkpoint,
        figures);
  }

  /** The step that the attempt went on from; 0 from the start. */
  public synchronized long resumedFrom() {
    return resumedFrom;
  }

  /** Digests of what the stage starts from, by role. */
  public synchronized Map<String, String> parents() {
    return parents;
  }

  /** Digests of what the stage learns from, by name; none before they are known. */
  public synchronized Map<String, String> data() {
    return data;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
