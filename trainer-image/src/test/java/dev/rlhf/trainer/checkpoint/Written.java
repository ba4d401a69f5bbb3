package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Checkpoints of one attempt, for tests. */
public final class Written {
  private final CheckpointWriter writer;

  /** A writer that keeps so many. */
  public Written(Path attempt, Provenance provenance, int keep) {
    this(new Retention(attempt.getParent(), attempt, keep, 0, Set.of()), provenance);
  }

  Written(Retention retention, Provenance provenance) {
    writer = new CheckpointWriter(provenance, retention, folder -> Long.MAX_VALUE);
  }

  /** Writes one. */
  public Checkpoint write(long step, long totalSteps, CheckpointWriter.Content content)
      throws IOException {
    return writer.publish(writer.fill(step, totalSteps, 0, content));
  }
}
