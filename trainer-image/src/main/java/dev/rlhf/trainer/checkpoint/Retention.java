package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which checkpoints of a stage stay: the newest ones, those that a later stage started from, and
 * those that were found damaged, which may be all that is left.
 *
 * @param own the folder of this attempt
 * @param keep how many of the newest ones stay
 * @param endedBefore the attempts below this number write no more, and whoever started this attempt
 *     vouches for it; other folders than theirs and this attempt's own are left alone
 * @param spared are never deleted
 */
public record Retention(Path stage, Path own, int keep, int endedBefore, Set<Path> spared) {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Deletes what does not stay, and what writers that were cut off have left. */
  void prune() throws IOException {
    List<Path> doomed = doomed();
    if (!doomed.isEmpty()) {
      Set<String> needed = startedFrom();
      for (Path checkpoint : doomed) {
        if (!isNeeded(checkpoint, needed)) {
          deleteUnlessInUse(checkpoint, Retention::delete);
        }
      }
    }
    for (AttemptFolder attempt : AttemptFolder.in(stage)) {
      if (attempt.number() < endedBefore && !attempt.path().equals(own)) {
        for (Path leftover : attempt.leftovers()) {
          deleteUnlessInUse(leftover, DurableFiles::delete);
        }
      }
    }
  }

  /** Deletes a folder. */
  private interface Deletion {
    void of(Path folder) throws IOException;
  }

  /**
   * In a folder of another attempt somebody may be at work after all: a process that was stopped,
   * counted as lost with its node, and woken. What it adds or takes away meanwhile is no reason to
   * end this attempt; what is left is deleted after the next checkpoint.
   */
  private void deleteUnlessInUse(Path folder, Deletion deletion) throws IOException {
    try {
      deletion.of(folder);
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      if (folder.startsWith(own)) {
        throw e;
      }
      LOG.warn(
          "{} is left for now: somebody else writes or deletes there ({})", folder, e.toString());
    }
  }

  private List<Path> doomed() throws IOException {
    Set<Path> staying = staying();
    List<Path> doomed = new ArrayList<>();
    for (AttemptFolder attempt : AttemptFolder.in(stage)) {
      if (attempt.path().equals(own) || attempt.number() < endedBefore) {
        attempt.steps().stream().filter(step -> !staying.contains(step)).forEach(doomed::add);
      }
    }
    return doomed;
  }

  /** The newest of this attempt count even where another has begun meanwhile. */
  private Set<Path> staying() throws IOException {
    Set<Path> staying = new HashSet<>(spared);
    new AttemptFolder(own, 0)
        .steps().stream()
            .sorted(Comparator.comparingLong(Retention::step).reversed())
            .limit(keep)
            .forEach(staying::add);
    int newest = 0;
    for (Descent.Candidate candidate : Descent.of(stage)) {
      boolean whole = Files.exists(candidate.folder().resolve(CheckpointLayout.MANIFEST));
      if (whole && newest < keep) {
        newest++;
        staying.add(candidate.folder());
      } else if (!whole) {
        staying.add(candidate.folder());
      }
    }
    return staying;
  }

  private static long step(Path folder) {
    return CheckpointLayout.stepOf(folder).orElseThrow();
  }

  /** The digests that other stages of the run have started from. */
  private Set<String> startedFrom() throws IOException {
    return CheckpointIndex.of(List.of(stage.getParent())).byDigest().values().stream()
        .flatMap(checkpoint -> checkpoint.manifest().parents().values().stream())
        .collect(Collectors.toSet());
  }

  /** What cannot be understood any more stays, too. */
  private static boolean isNeeded(Path checkpoint, Set<String> digests) {
    try {
      return digests.contains(ManifestFile.read(checkpoint).digest());
    } catch (DamagedCheckpointException e) {
      return true;
    }
  }

  /** Renames before deleting, so that a reader never meets half a checkpoint under its name. */
  private static void delete(Path checkpoint) throws IOException {
    Path doomed = checkpoint.resolveSibling("." + checkpoint.getFileName() + ".deleted");
    DurableFiles.delete(doomed);
    Files.move(checkpoint, doomed, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.delete(doomed);
  }
}
