package dev.rlhf.trainer.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Documents;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.DamagedCheckpointException;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.local.LineageReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is published of a checkpoint: what transformers opens, and {@code lineage.json}. The
 * optimizer's state and the critic stay behind.
 *
 * @param run the folder of the run, for its lineage
 * @param uri where it goes to, for messages
 */
record FinalModel(Checkpoint checkpoint, Path run, String uri) {

  /**
   * That of a configuration, verified.
   *
   * @throws InvalidInputException when it is damaged, or another one
   */
  static FinalModel of(PublishConfig config) {
    Path folder = Path.of(config.model().path());
    Path run = Path.of(config.root()).resolve(config.run().folder());
    try {
      Checkpoint checkpoint = Verification.of(folder);
      if (checkpoint.digest().equals(config.model().digest())) {
        return new FinalModel(checkpoint, run, config.uri());
      }
    } catch (DamagedCheckpointException e) {
      throw new InvalidInputException(
          "%s, the final checkpoint, is damaged (%s): have its stage run again with spec.restart"
              .formatted(folder, e.getMessage()),
          e);
    }
    throw new InvalidInputException(
        "%s is another checkpoint than the run ended with: have its stage run again with spec.restart"
            .formatted(folder));
  }

  /** By name. */
  Map<String, FileEntry> files() {
    Map<String, FileEntry> files = new TreeMap<>(checkpoint.manifest().files());
    files.keySet().removeIf(name -> name.contains("/"));
    return files;
  }

  Path file(String name) {
    return checkpoint.folder().resolve(name);
  }

  PublishedManifest manifest() throws IOException {
    byte[] lineage = Documents.json(LineageReport.of(run)).getBytes(StandardCharsets.UTF_8);
    return new PublishedManifest(
        checkpoint.digest(), files(), Documents.read(lineage, JsonNode.class));
  }

  /** That somebody else has its place. */
  InvalidInputException outOfPlace(String what) {
    return new InvalidInputException(
        "spec.output.uri: %s holds %s, which is not written over".formatted(uri, what));
  }
}
