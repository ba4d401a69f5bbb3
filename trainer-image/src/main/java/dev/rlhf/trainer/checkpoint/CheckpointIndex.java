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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The checkpoints below some folders by their digest; what has no sound manifest is none. */
public record CheckpointIndex(Map<String, Checkpoint> byDigest) {
  /** From a local run's folder to a manifest: run, stage, attempt, step, file; and one to spare. */
  private static final int DEEPEST = 6;

  public CheckpointIndex {
    byDigest = Map.copyOf(byDigest);
  }

  /** Reads every manifest there is, and no other file. */
  public static CheckpointIndex of(List<Path> places) throws IOException {
    Map<String, Checkpoint> byDigest = new HashMap<>();
    for (Path place : places) {
      Files.walkFileTree(
          place, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Manifests(byDigest));
    }
    return new CheckpointIndex(byDigest);
  }

  private static final class Manifests extends SimpleFileVisitor<Path> {
    private final Map<String, Checkpoint> byDigest;

    Manifests(Map<String, Checkpoint> byDigest) {
      this.byDigest = byDigest;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.endsWith(CheckpointLayout.MANIFEST)) {
        try {
          Checkpoint said = ManifestFile.read(file.getParent());
          byDigest.putIfAbsent(said.digest(), said);
        } catch (DamagedCheckpointException e) {
          // It has no digest that anyone could have named.
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
