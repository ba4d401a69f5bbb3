package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.CheckpointWriter;
import dev.rlhf.trainer.checkpoint.Provenance;
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
  private final long total;
  private final CheckpointWriter checkpoints;
  private final FiguresFile figures;
  private long done;
  private long saved;

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
    checkpoints =
        new CheckpointWriter(stage.folder(), provenance, stage.config().checkpoints().keep());
    figures = new FiguresFile(stage.folder().resolve(CheckpointLayout.FIGURES));
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
    figures.copy(checkpoint.folder().resolveSibling(CheckpointLayout.FIGURES), done);
    LOG.info("goes on from step {} of {}", done, checkpoint.folder());
  }

  /** Makes the steps that are left; whether all are made, rather than saved and interrupted. */
  public boolean toTheEnd() throws IOException {
    stage.metrics().planned(done, total);
    stage.monitor().training(total);
    while (done < total && step(done + 1)) {
      if (done % stage.config().checkpoints().everySteps() == 0) {
        save();
      }
    }
    save();
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
    return true;
  }

  private void save() throws IOException {
    if (done == saved) {
      return;
    }
    stage.monitor().saving();
    Instant begin = stage.clock().instant();
    figures.sync();
    Checkpoint checkpoint = checkpoints.write(done, total, learner::save);
    Duration time = Duration.between(begin, stage.clock().instant());
    saved = done;
    stage.monitor().saved(checkpoint.reference(stage.root()));
    stage.metrics().saved(done, time.toNanos() / 1e9);
    LOG.info("saved step {} to {}", done, checkpoint.folder());
  }

  @Override
  public void close() throws IOException {
    figures.close();
  }
}
