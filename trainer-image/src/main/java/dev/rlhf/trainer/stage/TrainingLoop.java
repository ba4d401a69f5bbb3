package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.BackgroundPublisher;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.CheckpointWriter;
import dev.rlhf.trainer.checkpoint.Lost;
import dev.rlhf.trainer.checkpoint.Provenance;
import dev.rlhf.trainer.checkpoint.Space;
import dev.rlhf.trainer.metrics.FiguresFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a stage, from the first or from a checkpoint to the last, and their checkpoints. */
public final class TrainingLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  /** No checkpoint has this number of steps. */
  private static final long NONE = -1;

  private final StageContext stage;
  private final Learner learner;
  private long total;
  private final CheckpointWriter checkpoints;
  private final BackgroundPublisher publisher;
  private final FiguresFile figures;
  private long done;
  private long saved;
  private double paused;

  /** When the checkpoint was begun that is published next: one at a time is. */
  private volatile Instant fillingSince;

  /**
   * A loop that has made no step of its own.
   *
   * @param newest the checkpoint that the learner was restored from
   */
  public TrainingLoop(
      StageContext stage, Provenance provenance, Learner learner, Optional<Checkpoint> newest)
      throws IOException {
    this.stage = stage;
    this.learner = learner;
    total = learner.totalSteps();
    checkpoints = new CheckpointWriter(provenance, stage.retention(), Space.ofVolume());
    figures = new FiguresFile(stage.folder().resolve(CheckpointLayout.FIGURES));
    publisher = new BackgroundPublisher(checkpoints, new Progress());
    if (newest.isPresent()) {
      goOnFrom(newest.get());
    }
  }

  private void goOnFrom(Checkpoint checkpoint) throws IOException {
    done = checkpoint.manifest().step();
    if (done > total) {
      throw new InvalidInputException(
          "%d steps are done already, more than the %d that the settings now ask for: write as many or more"
              .formatted(done, total));
    }
    saved = done == total && !checkpoint.manifest().isFinal() ? NONE : done;
    Lost lost = Lost.since(checkpoint);
    stage.metrics().lost(lost.steps(), lost.seconds());
    stage.monitor().figure("lost_steps", lost.steps());
    stage.monitor().figure("lost_seconds", lost.seconds());
    figures.copy(checkpoint.folder().resolveSibling(CheckpointLayout.FIGURES), done);
    LOG.info(
        "goes on from step {} of {}; {} steps after it are made again",
        done,
        checkpoint.folder(),
        lost.steps());
  }

  /** Makes the steps that are left; whether all are made, rather than saved and interrupted. */
  public boolean toTheEnd() throws IOException {
    stage.metrics().planned(done, total);
    stage.monitor().training(total);
    while (done < total && step(done + 1)) {
      publisher.check();
      if (done % stage.config().checkpoints().everySteps() == 0) {
        save();
      }
    }
    save();
    publisher.await();
    return done == total;
  }

  private boolean step(long number) throws IOException {
    Optional<Learner.Step> made = learner.step(number, stage.interruption()::isRequested);
    if (made.isEmpty()) {
      return false;
    }
    Learner.Step step = made.get();
    figures.add(number, step.figures());
    stage.monitor().stepped(number, step.figures());
    stage.metrics().stepped(number, step.tokens(), step.figures());
    LOG.info("step {}/{}: {}", number, total, step.summary());
    done = number;
    if (learner.isOver()) {
      total = done;
    }
    return true;
  }

  private void save() throws IOException {
    if (done == saved) {
      return;
    }
    stage.monitor().saving();
    Instant begin = stage.clock().instant();
    publisher.await();
    fillingSince = stage.clock().instant();
    publisher.publish(checkpoints.fill(done, total, learner.checkpointBytes(), learner::save));
    saved = done;
    double pause = seconds(begin);
    paused += pause;
    stage.metrics().paused(pause);
    stage.monitor().figure("checkpoint_pause_seconds", paused);
    stage.monitor().goesOn();
  }

  private double seconds(Instant begin) {
    return Duration.between(begin, stage.clock().instant()).toNanos() / 1e9;
  }

  /** Tells of checkpoints when they are there, not when they are begun. */
  private final class Progress implements BackgroundPublisher.Listener {
    private Instant begin;

    @Override
    public void publishing() throws IOException {
      begin = stage.clock().instant();
      figures.sync();
    }

    @Override
    public void published(Checkpoint checkpoint) {
      long step = checkpoint.manifest().step();
      stage.monitor().saved(checkpoint.reference(stage.root()), seconds(fillingSince));
      stage.metrics().saved(step, seconds(begin));
      LOG.info("saved step {} to {}", step, checkpoint.folder());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      publisher.close();
    } finally {
      figures.close();
    }
  }
}
