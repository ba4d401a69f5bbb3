package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a checkpoint's files with its manifest: neither one more, nor less, nor other. */
public final class Verification {

  private Verification() {}

  /**
   * The checkpoint of a folder.
   *
   * @throws DamagedCheckpointException when it is unfinished, damaged or unreadable
   */
  public static Checkpoint of(Path folder) throws DamagedCheckpointException {
    return of(folder, manifest -> true);
  }

  /**
   * The checkpoint of a folder, the manifest tested first: reading weights takes long.
   *
   * @throws DamagedCheckpointException as above, or when the manifest is not wanted
   */
  static Checkpoint of(Path folder, Predicate<CheckpointManifest> wanted)
      throws DamagedCheckpointException {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(CheckpointLayout.MANIFEST));
      CheckpointManifest manifest = Documents.read(bytes, CheckpointManifest.class);
      if (!wanted.test(manifest)) {
        throw new DamagedCheckpointException("made from another configuration, model or data");
      }
      verify(folder, manifest.files());
      return new Checkpoint(folder, manifest, Digest.of(bytes));
    } catch (NoSuchFileException e) {
      throw new DamagedCheckpointException(
          "%s is missing".formatted(folder.relativize(Path.of(e.getFile()))), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedCheckpointException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static void verify(Path folder, Map<String, FileEntry> files)
      throws IOException, DamagedCheckpointException {
    Set<String> surplus = new TreeSet<>(files(folder));
    surplus.removeAll(files.keySet());
    if (!surplus.isEmpty()) {
      throw new DamagedCheckpointException(
          "%s is not in its manifest".formatted(surplus.iterator().next()));
    }
    for (Map.Entry<String, FileEntry> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      FileEntry expected = file.getValue();
      if (Files.size(path) != expected.bytes()) {
        throw new DamagedCheckpointException(
            "%s has %d bytes instead of %d"
                .formatted(file.getKey(), Files.size(path), expected.bytes()));
      }
      if (!Digest.of(path).equals(expected.sha256())) {
        throw new DamagedCheckpointException("%s has another digest".formatted(file.getKey()));
      }
    }
  }

  /** Every file below a folder but the manifest, by relative path; hidden ones do not count. */
  static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals(CheckpointLayout.MANIFEST) && !name.startsWith("."))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
