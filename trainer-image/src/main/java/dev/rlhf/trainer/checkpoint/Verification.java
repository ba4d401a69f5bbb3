package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares a checkpoint's files with its manifest: neither one more, nor less, nor other. */
public final class Verification {

  private Verification() {}

  /**
   * The checkpoint of a folder, wherever it lies.
   *
   * @throws DamagedCheckpointException when it is unfinished, damaged or unreadable
   */
  public static Checkpoint of(Path folder) throws DamagedCheckpointException {
    Checkpoint said = ManifestFile.read(folder);
    verify(said);
    return said;
  }

  /** Reads all that a manifest names; sizes come first, since they cost nothing. */
  static void verify(Checkpoint said) throws DamagedCheckpointException {
    try {
      checkNames(said);
      checkSizes(said);
      for (Map.Entry<String, FileEntry> file : said.manifest().files().entrySet()) {
        if (!Digest.of(said.folder().resolve(file.getKey())).equals(file.getValue().sha256())) {
          throw new DamagedCheckpointException("%s has another digest".formatted(file.getKey()));
        }
      }
      checkConfig(said.manifest());
    } catch (IOException | RuntimeException e) {
      throw new DamagedCheckpointException("cannot be read: " + Reason.of(e), e);
    }
  }

  /** Every name is then one that the folder was found to have, so none leads out of it. */
  private static void checkNames(Checkpoint said) throws IOException, DamagedCheckpointException {
    Set<String> found = CheckpointFiles.of(said.folder());
    Set<String> expected = said.manifest().files().keySet();
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    found.removeAll(expected);
    if (!missing.isEmpty()) {
      throw new DamagedCheckpointException("%s is missing".formatted(missing.iterator().next()));
    }
    if (!found.isEmpty()) {
      throw new DamagedCheckpointException(
          "%s is not in its manifest".formatted(found.iterator().next()));
    }
  }

  private static void checkSizes(Checkpoint said) throws IOException, DamagedCheckpointException {
    for (Map.Entry<String, FileEntry> file : said.manifest().files().entrySet()) {
      long size = Files.size(said.folder().resolve(file.getKey()));
      if (size != file.getValue().bytes()) {
        throw new DamagedCheckpointException(
            "%s has %d bytes instead of %d"
                .formatted(file.getKey(), size, file.getValue().bytes()));
      }
    }
  }

  private static void checkConfig(CheckpointManifest manifest) throws DamagedCheckpointException {
    FileEntry config = manifest.files().get(CheckpointLayout.CONFIG);
    if (config != null && !config.sha256().equals(manifest.configDigest())) {
      throw new DamagedCheckpointException(
          "%s is not the configuration that its manifest names".formatted(CheckpointLayout.CONFIG));
    }
  }
}
