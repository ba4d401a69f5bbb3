package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The digest of a model's folder: SHA-256 over a line of name and SHA-256 for each file that makes
 * the model, in the order of names.
 */
public final class ModelDigest {
  private static final List<String> SUFFIXES = List.of(".json", ".jinja", ".safetensors");

  private ModelDigest() {}

  /** The digest of the model in a folder. */
  public static String of(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files(folder)) {
      lines.append(file.getFileName()).append(' ').append(Digest.of(file)).append('\n');
    }
    return Digest.of(lines.toString());
  }

  /** A checkpoint of ours is the same model wherever it lies, so its manifest does not count. */
  private static List<Path> files(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children
          .filter(Files::isRegularFile)
          .filter(file -> SUFFIXES.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !file.endsWith(CheckpointLayout.MANIFEST))
          .sorted()
          .toList();
    }
  }
}
