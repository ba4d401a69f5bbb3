package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files below a checkpoint's folder, by relative path. Links and whatever else is no plain file
 * are refused: they lead out of the folder, or nowhere.
 */
final class CheckpointFiles extends SimpleFileVisitor<Path> {
  private static final int DEEPEST = 8;
  private static final int MOST = 20_000;

  private final Path folder;
  private final Set<String> names = new TreeSet<>();

  private CheckpointFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Every file but the manifest; hidden ones at the top, which file systems leave, do not count.
   */
  static Set<String> of(Path folder) throws IOException, DamagedCheckpointException {
    CheckpointFiles files = new CheckpointFiles(folder);
    try {
      Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, files);
    } catch (NoPlainFileException e) {
      throw new DamagedCheckpointException(e.getMessage(), e);
    }
    return files.names;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
      throws NoPlainFileException {
    String name = folder.relativize(file).toString();
    if (name.equals(CheckpointLayout.MANIFEST) || name.startsWith(".")) {
      return FileVisitResult.CONTINUE;
    }
    if (!attributes.isRegularFile()) {
      throw new NoPlainFileException(
          attributes.isDirectory()
              ? "%s lies too deep".formatted(name)
              : "%s is a link or no plain file: copy what it leads to".formatted(name));
    }
    names.add(name);
    if (names.size() > MOST) {
      throw new NoPlainFileException("it holds more than %d files".formatted(MOST));
    }
    return FileVisitResult.CONTINUE;
  }

  private static final class NoPlainFileException extends IOException {
    NoPlainFileException(String message) {
      super(message);
    }
  }
}
