package dev.rlhf.trainer.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The work that an attempt did after its last checkpoint, and that has to be done again.
 *
 * @param steps whole ones
 * @param seconds from that checkpoint to the last of them
 */
public record Lost(long steps, double seconds) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was lost behind a checkpoint by the attempt that wrote it. */
  public static Lost since(Checkpoint checkpoint) throws IOException {
    Path figures = checkpoint.folder().resolveSibling(CheckpointLayout.FIGURES);
    if (!Files.exists(figures)) {
      return new Lost(0, 0);
    }
    long steps = lastStep(figures) - checkpoint.manifest().step();
    return steps > 0 ? new Lost(steps, seconds(checkpoint, figures)) : new Lost(0, 0);
  }

  /** The last line may be torn. */
  private static long lastStep(Path figures) throws IOException {
    try (Stream<String> lines = Files.lines(figures)) {
      return lines.mapToLong(Lost::step).max().orElse(0);
    }
  }

  private static long step(String line) {
    try {
      return JSON.readTree(line).path("step").asLong();
    } catch (IOException e) {
      return 0;
    }
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
