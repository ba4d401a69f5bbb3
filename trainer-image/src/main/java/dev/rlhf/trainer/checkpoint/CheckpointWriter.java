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
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the checkpoints of one attempt into its folder, and deletes older ones.
 *
 * <p>A checkpoint grows under a temporary name, is synced and renamed, and its manifest comes last:
 * whatever has no manifest is no checkpoint, whenever the process ends. It is filled by the one who
 * trains, who goes on then; publishing it is another thread's work.
 */
public record CheckpointWriter(
    Provenance provenance, Retention retention, Space space, LastFile lastFile) {

  /** Writes the file that makes a checkpoint one. */
  @FunctionalInterface
  public interface LastFile {
    void write(Path file, byte[] bytes) throws IOException;
  }

  /** A writer whose checkpoints are on the disk before they are any. */
  public CheckpointWriter(Provenance provenance, Retention retention, Space space) {
    this(provenance, retention, space, DurableFiles::write);
  }

  /** Fills a checkpoint's folder. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path folder) throws IOException;
  }

  /** A checkpoint that is filled and not published. */
  public record Draft(Path temporary, long step, long totalSteps) {}

  /**
   * Fills a checkpoint. What is written is a copy that later steps do not change.
   *
   * @param bytes that it will take, about
   */
  public Draft fill(long step, long totalSteps, long bytes, Content content) throws IOException {
    Path temporary = attempt().resolve(".step-" + step + ".partial");
    DurableFiles.delete(temporary);
    space.require(attempt(), bytes);
    try {
      Files.createDirectory(temporary);
      content.writeTo(temporary);
      writeConfig(temporary);
    } catch (IOException | RuntimeException e) {
      delete(temporary, e);
      throw e;
    }
    return new Draft(temporary, step, totalSteps);
  }

  /** Makes a filled checkpoint one, and deletes those that need not stay. */
  public Checkpoint publish(Draft draft) throws IOException {
    Path folder = CheckpointLayout.step(attempt(), draft.step());
    Path temporary = draft.temporary();
    byte[] bytes;
    CheckpointManifest manifest;
    try {
      DurableFiles.sync(temporary);
      manifest = provenance.manifest(draft.step(), draft.totalSteps(), entries(temporary));
      bytes = Documents.json(manifest).getBytes(StandardCharsets.UTF_8);
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      delete(temporary, e);
      throw e;
    }
    finish(folder.resolve(CheckpointLayout.MANIFEST), bytes);
    retention.prune();
    return new Checkpoint(folder, manifest, Digest.of(bytes));
  }

  /**
   * What the disk refused to confirm may be gone after its next restart, whatever a later call says
   * of it: no process may take it for a checkpoint meanwhile.
   */
  private void finish(Path manifest, byte[] bytes) throws IOException {
    try {
      DurableFiles.force(attempt());
      lastFile.write(manifest, bytes);
    } catch (IOException e) {
      delete(manifest, e);
      throw e;
    }
  }

  /** Why it is deleted is what people are told, even where that fails too. */
  private static void delete(Path path, Exception why) {
    try {
      DurableFiles.delete(path);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private Path attempt() {
    return retention.own();
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
}
