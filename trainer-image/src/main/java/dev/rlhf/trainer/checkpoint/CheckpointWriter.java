package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the checkpoints of one attempt into its folder, and deletes its own older ones.
 *
 * <p>A checkpoint grows under a temporary name, is synced and renamed, and its manifest comes last:
 * whatever has no manifest is no checkpoint, whenever the process ends.
 *
 * @param attempt the attempt's folder, the only one that is written to
 * @param keep how many of the attempt's checkpoints stay
 */
public record CheckpointWriter(Path attempt, Provenance provenance, int keep) {

  /** Fills a checkpoint's folder. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path folder) throws IOException;
  }

  /** Writes a checkpoint. */
  public Checkpoint write(long step, long totalSteps, Content content) throws IOException {
    Path folder = CheckpointLayout.step(attempt, step);
    Path temporary = hidden(folder, ".partial");
    DurableFiles.delete(temporary);
    Files.createDirectory(temporary);
    content.writeTo(temporary);
    writeConfig(temporary);
    DurableFiles.sync(temporary);
    CheckpointManifest manifest = provenance.manifest(step, totalSteps, entries(temporary));
    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.force(attempt);
    byte[] bytes = Documents.json(manifest).getBytes(StandardCharsets.UTF_8);
    DurableFiles.write(folder.resolve(CheckpointLayout.MANIFEST), bytes);
    prune();
    return new Checkpoint(folder, manifest, Digest.of(bytes));
  }

  private void writeConfig(Path folder) throws IOException {
    Path file = folder.resolve(CheckpointLayout.CONFIG);
    Files.createDirectories(file.getParent());
    Files.writeString(file, provenance.yaml());
  }

  private static Map<String, FileEntry> entries(Path folder) throws IOException {
    Map<String, FileEntry> entries = new TreeMap<>();
    try {
      for (String name : CheckpointFiles.of(folder)) {
        Path file = folder.resolve(name);
        entries.put(name, new FileEntry(Files.size(file), Digest.of(file)));
      }
    } catch (DamagedCheckpointException e) {
      throw new IOException("what was written is no checkpoint: " + e.getMessage(), e);
    }
    return entries;
  }

  /** Renames before deleting, so that a reader never meets half a checkpoint under its name. */
  private void prune() throws IOException {
    List<Path> steps = steps();
    for (Path old : steps.subList(0, Math.max(0, steps.size() - keep))) {
      Path doomed = hidden(old, ".deleted");
      Files.move(old, doomed, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.delete(doomed);
    }
  }

  private List<Path> steps() throws IOException {
    try (var children = Files.list(attempt)) {
      return children
          .filter(folder -> CheckpointLayout.stepOf(folder).isPresent())
          .sorted(Comparator.comparingLong(folder -> CheckpointLayout.stepOf(folder).getAsLong()))
          .toList();
    }
  }

  private static Path hidden(Path folder, String suffix) {
    return folder.resolveSibling("." + folder.getFileName() + suffix);
  }
}
