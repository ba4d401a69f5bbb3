package dev.rlhf.trainer.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.DamagedCheckpointException;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.local.LineageReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Copies the final model to a folder of its own: what transformers opens, and {@code lineage.json}.
 * The optimizer's state and the critic stay behind. The folder has its name only once it is whole;
 * what was cut off goes on, and what is somebody else's is never written over.
 */
public record Publication(PublishConfig config) {

  /**
   * Does it, unless it was done before.
   *
   * @throws InvalidInputException when the model is damaged, or something else has its place
   */
  public void run() throws IOException {
    Checkpoint model = model();
    Path target = Path.of(config.target());
    if (isTaken(target)) {
      checkIsThis(target);
      return;
    }
    Path own =
        target.resolveSibling(
            ".%s.%s.partial".formatted(target.getFileName(), config.run().folder()));
    Files.createDirectories(own);
    Map<String, FileEntry> files = published(model);
    for (Map.Entry<String, FileEntry> file : files.entrySet()) {
      copy(model.folder().resolve(file.getKey()), own.resolve(file.getKey()), file.getValue());
    }
    DurableFiles.write(
        own.resolve(PublishedManifest.FILE),
        new PublishedManifest(model.digest(), files, lineage()).bytes());
    DurableFiles.publish(own, target);
  }

  private Checkpoint model() {
    Path folder = Path.of(config.model().path());
    try {
      Checkpoint model = Verification.of(folder);
      if (model.digest().equals(config.model().digest())) {
        return model;
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

  private static Map<String, FileEntry> published(Checkpoint model) {
    Map<String, FileEntry> files = new TreeMap<>(model.manifest().files());
    files.keySet().removeIf(name -> name.contains("/"));
    return files;
  }

  private JsonNode lineage() throws IOException {
    Path run = Path.of(config.root()).resolve(config.run().folder());
    byte[] report = Documents.json(LineageReport.of(run)).getBytes(StandardCharsets.UTF_8);
    return Documents.read(report, JsonNode.class);
  }

  private static boolean isTaken(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return Files.exists(target);
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.findAny().isPresent();
    }
  }

  private void checkIsThis(Path target) throws IOException {
    PublishedManifest there =
        PublishedManifest.of(target)
            .filter(manifest -> manifest.checkpoint().equals(config.model().digest()))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "spec.output.uri: %s holds something else, which is not written over"
                            .formatted(config.uri())));
    for (Map.Entry<String, FileEntry> file : there.files().entrySet()) {
      if (!isWhole(target.resolve(file.getKey()), file.getValue())) {
        throw new InvalidInputException(
            "spec.output.uri: %s was published there and changed since"
                .formatted(target.resolve(file.getKey())));
      }
    }
  }

  private static void copy(Path from, Path to, FileEntry entry) throws IOException {
    if (isWhole(to, entry)) {
      return;
    }
    Path part = to.resolveSibling("." + to.getFileName() + ".part");
    Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
    if (!isWhole(part, entry)) {
      throw new IOException("the copy of %s holds other bytes than it".formatted(from));
    }
    DurableFiles.publish(part, to);
  }

  private static boolean isWhole(Path file, FileEntry entry) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == entry.bytes()
        && Digest.of(file).equals(entry.sha256());
  }
}
