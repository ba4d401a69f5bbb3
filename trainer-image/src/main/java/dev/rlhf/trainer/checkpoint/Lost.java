package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.trainer.metrics.FiguresFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The work that an attempt did after its last checkpoint, and that has to be done again.
 *
 * @param steps whole ones
 * @param seconds from that checkpoint to the last of them
 */
public record Lost(long steps, double seconds) {
  /** What was lost behind a checkpoint by the attempt that wrote it. */
  public static Lost since(Checkpoint checkpoint) throws IOException {
    Path figures = checkpoint.folder().resolveSibling(CheckpointLayout.FIGURES);
    long steps = lastStep(figures) - checkpoint.manifest().step();
    return steps > 0 ? new Lost(steps, seconds(checkpoint, figures)) : new Lost(0, 0);
  }

  /** The last line may be torn. */
  private static long lastStep(Path figures) {
    return FiguresFile.rows(figures).stream()
        .mapToLong(row -> row.path("step").asLong())
        .max()
        .orElse(0);
  }

  /** A clock that was set back in between counts as no time. */
  private static double seconds(Checkpoint checkpoint, Path figures) throws IOException {
    Path manifest = checkpoint.folder().resolve(CheckpointLayout.MANIFEST);
    Duration time =
        Duration.between(
            Files.getLastModifiedTime(manifest).toInstant(),
            Files.getLastModifiedTime(figures).toInstant());
    return Math.max(0, time.toNanos() / 1e9);
  }
}
