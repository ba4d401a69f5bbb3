package dev.rlhf.trainer.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code lineage.json} says of a published model.
 *
 * @param checkpoint digest of the checkpoint that it was copied from
 * @param files by name
 * @param lineage as {@code rlhf lineage --json} has it
 */
record PublishedManifest(String checkpoint, Map<String, FileEntry> files, JsonNode lineage) {
  /** Beside the model's own files. */
  static final String FILE = "lineage.json";

  PublishedManifest {
    files = new TreeMap<>(files);
  }

  /** Reads one; empty where it is none of ours. */
  static Optional<PublishedManifest> of(byte[] json) {
    try {
      return Optional.of(Documents.read(json, PublishedManifest.class));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return Documents.json(this).getBytes(StandardCharsets.UTF_8);
  }
}
