package dev.rlhf.trainer.fetch;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code source.json} says of a source that lies on the volume; equal sources have equal ones.
 *
 * @param revision that the service gave it
 * @param files by name
 */
record SourceManifest(String revision, Map<String, FileEntry> files) {
  /** Beside the folder of the files. */
  static final String FILE = "source.json";

  SourceManifest {
    files = new TreeMap<>(files);
  }

  static SourceManifest read(Path file) throws IOException {
    return Documents.read(Files.readAllBytes(file), SourceManifest.class);
  }

  byte[] bytes() {
    return Documents.json(this).getBytes(StandardCharsets.UTF_8);
  }

  String digest() {
    return Digest.of(bytes());
  }
}
