package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Flaw;
import dev.rlhf.trainer.checkpoint.Lineage;
import dev.rlhf.trainer.checkpoint.Retention;
import dev.rlhf.trainer.metrics.StageMetrics;
import dev.rlhf.trainer.metrics.StageMonitor;
import dev.rlhf.trainer.tensor.ComputeDevice;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Everything that a stage is given.
 *
 * @param yaml the text of {@code stage.yaml}, which {@code config} was read from
 */
public record StageContext(
    StageConfig config,
    String yaml,
    AttemptEnvironment environment,
    ComputeDevice device,
    StageMonitor monitor,
    StageMetrics metrics,
    Interruption interruption,
    Clock clock) {

  /** The root of the checkpoint volume. */
  public Path root() {
    return Path.of(config.root());
  }

  /** The stage's random numbers for a purpose. */
  public CounterRandom draws(String purpose) {
    return CounterRandom.of(config.seed()).at(config.stage().id()).at(purpose);
  }

  /** The folder of the stage, with all attempts. */
  public Path stageFolder() {
    return new CheckpointLayout(root()).stage(config.run(), config.stage());
  }

  /** The checkpoints of the stage; each that is passed over is counted. */
  public Lineage lineage() {
    return new Lineage(stageFolder(), config.run(), config.stage(), this::passedOver);
  }

  /** Which checkpoints stay. */
  public Retention retention() {
    return new Retention(
        stageFolder(),
        folder(),
        config.checkpoints().keep(),
        environment.endedBefore(),
        monitor.passedOver());
  }

  private void passedOver(Path folder, Flaw flaw) {
    metrics.passedOver(flaw.id());
    monitor.passedOver(folder);
  }

  /** The only folder that is written to. */
  public Path folder() {
    return new CheckpointLayout(root())
        .attempt(config.run(), config.stage(), environment.attempt(), environment.pod());
  }
}
