package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a folder's volume has. */
@FunctionalInterface
public interface Space {
  double MIB = 1L << 20;

  /** Bytes that may still be written below a folder. */
  long free(Path folder) throws IOException;

  /** What the operating system says. */
  static Space ofVolume() {
    return folder -> Files.getFileStore(folder).getUsableSpace();
  }

  /**
   * Refuses to begin what cannot be ended.
   *
   * @throws NoSpaceException when fewer bytes are free
   */
  default void require(Path folder, long bytes) throws IOException {
    long free = free(folder);
    if (free < bytes) {
      throw new NoSpaceException(
          "a checkpoint takes %.1f MiB and the volume of %s has %.1f MiB left: free some, take a larger volume or lower checkpoints.keep; the checkpoints that are there are whole"
              .formatted(bytes / MIB, folder, free / MIB));
    }
  }

  /** There is no room for a checkpoint; the message says what to do. */
  final class NoSpaceException extends IOException {
    NoSpaceException(String message) {
      super(message);
    }
  }
}
