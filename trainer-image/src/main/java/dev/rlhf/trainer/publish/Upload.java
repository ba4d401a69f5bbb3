package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file that becomes an object: at once, or in parts where it is large. The object is there only
 * once it is whole.
 *
 * @param entry what the file is to be
 * @param partBytes more than that is sent in parts
 */
record Upload(ObjectFolder folder, String name, Path file, FileEntry entry, int partBytes) {
  /** At most this much of a file is held in memory. */
  static final int PART_BYTES = 32 << 20;

  /**
   * Sends it.
   *
   * @return false where the object is another file's
   */
  boolean run() throws IOException {
    boolean created = entry.bytes() <= partBytes ? atOnce() : new PartedUpload(this).run();
    boolean holds = folder.holds(name, entry);
    if (created && !holds) {
      throw new IOException(
          "the store took %s and does not have it with its size and SHA-256".formatted(name));
    }
    return holds;
  }

  private boolean atOnce() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    check(Digest.of(bytes));
    return folder.create(name, bytes);
  }

  /** What was verified before may be read differently now. */
  void check(String sha256) throws IOException {
    if (!sha256.equals(entry.sha256())) {
      throw new IOException(
          "%s holds other bytes than it did when it was verified".formatted(file));
    }
  }
}
