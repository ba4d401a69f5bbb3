package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.metrics.StageMetrics;
import dev.rlhf.trainer.metrics.StageMonitor;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Everything that a stage is given.
 *
 * @param configDigest SHA-256 of {@code stage.yaml}
 */
public record StageContext(
    StageConfig config,
    String configDigest,
    AttemptEnvironment environment,
    StageMonitor monitor,
    StageMetrics metrics,
    Interruption interruption,
    Clock clock) {

  /** The root of the checkpoint volume. */
  public Path root() {
    return Path.of(config.root());
  }

  /** The folder of the stage, with all attempts. */
  public Path stageFolder() {
    return new CheckpointLayout(root()).stage(config.run(), config.stage());
  }

  /** The only folder that is written to. */
  public Path folder() {
    return new CheckpointLayout(root())
        .attempt(config.run(), config.stage(), environment.attempt(), environment.pod());
  }
}
