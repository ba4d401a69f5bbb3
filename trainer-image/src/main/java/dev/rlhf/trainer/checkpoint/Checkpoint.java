package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.manifest.CheckpointRef;
import java.nio.file.Path;

/**
 * A checkpoint whose files all hold what its manifest says.
 *
 * @param digest SHA-256 of {@code manifest.json}
 */
public record Checkpoint(Path folder, CheckpointManifest manifest, String digest) {

  /** How others speak of it: by its place below the volume's root, and by its digest. */
  public CheckpointRef reference(Path root) {
    return new CheckpointRef(root.relativize(folder).toString(), digest, manifest.step());
  }
}
