package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A state that later checkpoints carry with them, so that it outlives the one it was saved with.
 *
 * <p>Files of a checkpoint are never changed, so a hard link is as good as a copy and takes no
 * space; where the file system has none they are copied.
 *
 * @param folder in the attempt's own folder
 */
public record Keepsake(Path folder, HardLinks links) {

  /** In a checkpoint's folder: what it carries with it. */
  private static final String KEPT = "kept";

  private static final Set<Path> OF_ONE_CHECKPOINT =
      Set.of(Path.of(CheckpointLayout.MANIFEST), Path.of(CheckpointLayout.CONFIG));

  /** The keepsake of a name, as an attempt has it. */
  public static Keepsake of(Path attempt, String name, HardLinks links) {
    return new Keepsake(attempt.resolve(KEPT).resolve(name), links);
  }

  /** What the next checkpoint has to have room for on its account, of a state's bytes. */
  public long bytes(long ofState) throws IOException {
    return links.areThere(folder.getParent().getParent()) ? 0 : ofState;
  }

  /** Whether there is one. */
  public boolean isThere() {
    return Files.isDirectory(folder);
  }

  /** Keeps the state that a checkpoint holds, which need not be finished. */
  public void take(Path checkpoint) throws IOException {
    DurableFiles.delete(folder);
    link(checkpoint, folder);
  }

  /** Takes over the one that a checkpoint carries. */
  public void takeOver(Path checkpoint) throws IOException {
    if (Files.isDirectory(in(checkpoint))) {
      take(in(checkpoint));
    }
  }

  /** Gives it to a checkpoint to carry. */
  public void putInto(Path checkpoint) throws IOException {
    link(folder, in(checkpoint));
  }

  private Path in(Path checkpoint) {
    return checkpoint.resolve(KEPT).resolve(folder.getFileName());
  }

  private void link(Path from, Path to) throws IOException {
    List<Path> files;
    try (var all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).map(from::relativize).toList();
    }
    for (Path file : files) {
      if (!file.startsWith(KEPT) && !OF_ONE_CHECKPOINT.contains(file)) {
        Path target = to.resolve(file);
        Files.createDirectories(target.getParent());
        linkFile(from.resolve(file), target);
      }
    }
  }

  private void linkFile(Path file, Path target) throws IOException {
    try {
      links.link(file, target);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }
}
