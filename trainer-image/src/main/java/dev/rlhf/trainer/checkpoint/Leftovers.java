package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders that runs began to fill and left behind when they were deleted. Nobody here knows which
 * runs there are, but how long one that lives may be silent.
 *
 * @param folder that they lie in
 * @param names of them, whole ones: nothing else is looked at
 */
public record Leftovers(Path folder, Pattern names, Clock clock) {
  /**
   * A Job makes up to 13 pods, ten minutes apart at most, each of which gives up after eight waits
   * of a quarter of an hour: less than two days without a byte.
   */
  public static final Duration SILENCE = Duration.ofDays(7);

  /** Ends the name of every folder that a run fills: {@code <run>-<short uid>}. */
  public static final String OWNER = "[a-z0-9][-a-z0-9.]*-[0-9a-f]{8}";

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String DOOMED = ".doomed";

  /** Deletes those that nobody has written to for that long; what cannot be deleted stays. */
  public void sweep() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, this::isLeft)) {
      for (Path left : all) {
        delete(left);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      LOG.warn("what earlier runs left in {} stays there: {}", folder, e.toString());
    }
  }

  private boolean isLeft(Path path) throws IOException {
    String name = path.getFileName().toString();
    String owned =
        name.endsWith(DOOMED) ? name.substring(0, name.length() - DOOMED.length()) : name;
    return names.matcher(owned).matches()
        && Files.isDirectory(path)
        && newest(path).isBefore(clock.instant().minus(SILENCE));
  }

  private static Instant newest(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .map(file -> file.toFile().lastModified())
          .max(Comparator.naturalOrder())
          .map(Instant::ofEpochMilli)
          .orElseThrow();
    }
  }

  /** Under another name first: whoever comes back for it then begins anew, and not with half. */
  private static void delete(Path left) throws IOException {
    Path doomed = left;
    if (!left.getFileName().toString().endsWith(DOOMED)) {
      doomed = left.resolveSibling(left.getFileName() + DOOMED);
      Files.move(left, doomed);
    }
    DurableFiles.delete(doomed);
    LOG.info("deleted {}, which a run began more than {} days ago", left, SILENCE.toDays());
  }
}
