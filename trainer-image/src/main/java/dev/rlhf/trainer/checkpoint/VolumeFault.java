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
  WORN("No data available", "cannot be read or written (No data available): have the disk checked"),
  CORRUPT(
      "Structure needs cleaning",
      "has a damaged file system (Structure needs cleaning): have it checked"),
  OTHER_SUM("Bad message", "has a damaged file system (Bad message): have it checked"),
  GONE("No such device", "is gone (No such device): have the disk checked"),
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
    return sentence(failure, String.valueOf(folder));
  }

  /**
   * The same.
   *
   * @param place what is on that volume, where the failure names no file
   */
  public static Optional<String> sentence(Throwable failure, String place) {
    Throwable e = failure;
    for (int i = 0; e != null && i < DEEPEST; i++, e = e.getCause()) {
      if (e instanceof IOException io) {
        Optional<String> said = of(io).map(fault -> fault.sentence(file(io).orElse(place)));
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

  private static Optional<String> file(IOException e) {
    return e instanceof FileSystemException of
        ? Optional.ofNullable(of.getFile())
        : Optional.empty();
  }

  private String sentence(String place) {
    return "the volume of %s %s; checkpoints that are there stay as they are, and an attempt goes on from the newest that verifies"
        .formatted(place, sentence);
  }
}
