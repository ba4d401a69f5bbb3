package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Files that are on the disk once a method returns, and that nobody ever sees half. */
public final class DurableFiles {

  private DurableFiles() {}

  /** Writes a whole file under a temporary name and renames it, over an older one too. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".partial");
    Files.write(temporary, bytes);
    force(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.getParent());
  }

  /**
   * Gives a file, or a folder with all that is in it, its name once it is on the disk.
   *
   * @throws IOException when a folder of that name holds something already
   */
  public static void publish(Path temporary, Path name) throws IOException {
    sync(temporary);
    Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE);
    force(name.getParent());
  }

  /** Brings a file, or a folder with all that is in it, to the disk. */
  public static void sync(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (var children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          sync(child);
        }
      }
    }
    force(path);
  }

  /** Brings the names in a folder to the disk, not what the files hold. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** The system does not say which file it could not bring there. */
  private static IOException named(Path path, IOException e) {
    IOException named = new FileSystemException(path.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }

  /** Deletes a file, or a folder with all that is in it; one that is not there is fine. */
  public static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      Files.walkFileTree(path, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
