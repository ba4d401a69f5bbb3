package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a folder's volume has. */
@FunctionalInterface
public interface Space {
  double GIB = 1L << 30;

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
          "a checkpoint takes %.3f GiB and the volume of %s has %.3f GiB left: free some, take a larger volume or lower checkpoints.keep; the checkpoints that are there are whole"
              .formatted(bytes / GIB, folder, free / GIB));
    }
  }

  /** There is no room for a checkpoint; the message says what to do. */
  final class NoSpaceException extends IOException {
    NoSpaceException(String message) {
      super(message);
    }
  }
}
