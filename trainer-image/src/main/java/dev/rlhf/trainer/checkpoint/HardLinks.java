package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A second name for a file, which takes no room; some file systems have none. */
@FunctionalInterface
public interface HardLinks {

  /** Gives a file a further name. */
  void link(Path file, Path name) throws IOException;

  /** What the operating system makes. */
  static HardLinks ofVolume() {
    return (file, name) -> Files.createLink(name, file);
  }

  /** Whether there are any below a folder, which is tried out. */
  default boolean areThere(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".link", ".partial");
    Path name = file.resolveSibling(file.getFileName() + ".2.partial");
    try {
      link(file, name);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    } finally {
      Files.deleteIfExists(name);
      Files.delete(file);
    }
  }
}
