package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** {@code manifest.json} of a folder, read; the files that it names are not. */
final class ManifestFile {
  /** Of a checkpoint with ten thousands of files: a larger one is none of ours. */
  private static final long MAX_BYTES = 8L << 20;

  private ManifestFile() {}

  /**
   * The checkpoint that a folder says it is.
   *
   * @throws DamagedCheckpointException when it says nothing that can be understood
   */
  static Checkpoint read(Path folder) throws DamagedCheckpointException {
    Path file = folder.resolve(CheckpointLayout.MANIFEST);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedCheckpointException(
          Flaw.UNFINISHED, "%s is missing".formatted(CheckpointLayout.MANIFEST));
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new DamagedCheckpointException(
            "%s has %d bytes, more than any".formatted(CheckpointLayout.MANIFEST, size));
      }
      byte[] bytes = Files.readAllBytes(file);
      return new Checkpoint(
          folder, Documents.read(bytes, CheckpointManifest.class), Digest.of(bytes));
    } catch (IOException | RuntimeException e) {
      throw new DamagedCheckpointException(
          "%s cannot be understood: %s".formatted(CheckpointLayout.MANIFEST, Reason.of(e)), e);
    }
  }
}
