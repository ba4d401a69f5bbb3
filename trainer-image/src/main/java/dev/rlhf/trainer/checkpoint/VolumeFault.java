package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What is wrong with a volume that cannot be written to or read, by the system's own words. */
public enum VolumeFault {
  FULL(
      "No space left on device",
      "is full: free some, take a larger volume or lower checkpoints.keep"),
  QUOTA(
      "Disk quota exceeded", "has reached its quota: have that raised, or lower checkpoints.keep"),
  BROKEN(
      "Input/output error",
      "cannot be read or written (Input/output error): have the disk checked"),
  READ_ONLY(
      "Read-only file system",
      "is read-only, as a volume becomes that has errors: have it checked"),
  STALE("Stale file handle", "is gone from its server (Stale file handle): have the share checked");

  private static final int DEEPEST = 16;

  private final String words;
  private final String sentence;

  VolumeFault(String words, String sentence) {
    this.words = words;
    this.sentence = sentence;
  }

  /**
   * The sentence for a failure that a volume is to blame for.
   *
   * @param folder on that volume, where the failure names no file
   */
  public static Optional<String> sentence(Throwable failure, Path folder) {
    Throwable e = failure;
    for (int i = 0; e != null && i < DEEPEST; i++, e = e.getCause()) {
      if (e instanceof IOException) {
        Optional<String> said = of(e).map(fault -> fault.sentence(place(failure, folder)));
        if (said.isPresent()) {
          return said;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<VolumeFault> of(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return Arrays.stream(values()).filter(fault -> message.contains(fault.words)).findFirst();
  }

  private static String place(Throwable failure, Path folder) {
    return failure instanceof FileSystemException of && of.getFile() != null
        ? of.getFile()
        : String.valueOf(folder);
  }

  private String sentence(String place) {
    return "the volume of %s %s; checkpoints that are there stay as they are, and an attempt goes on from the newest that verifies"
        .formatted(place, sentence);
  }
}
