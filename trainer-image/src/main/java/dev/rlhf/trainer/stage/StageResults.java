package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.ConfigChanges;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How a stage ended, told by its checkpoints alone: its pods may be gone. */
public final class StageResults {

  private StageResults() {}

  /** The result of the stage that a {@code stage.yaml} describes; its checkpoint verifies. */
  public static StageResult of(Path configFile) throws IOException {
    StageFile file = StageFile.read(configFile);
    StageConfig config = file.config();
    Path root = Path.of(config.root());
    Path folder = new CheckpointLayout(root).stage(config.run(), config.stage());
    Lineage lineage = new Lineage(folder, config.run(), config.stage(), (passed, flaw) -> {});
    return lineage
        .newest()
        .filter(checkpoint -> isOf(file, checkpoint))
        .map(checkpoint -> result(config, root, checkpoint))
        .orElseGet(() -> missing(config, folder));
  }

  /** How often checkpoints are written, and where the volume is mounted, changes no result. */
  private static boolean isOf(StageFile file, Checkpoint checkpoint) {
    return checkpoint.manifest().configDigest().equals(Digest.of(file.yaml()))
        || checkpoint.config().filter(made -> isLike(made, file.config())).isPresent();
  }

  private static boolean isLike(StageConfig made, StageConfig now) {
    return ConfigChanges.between(made, now).keepTheEnd() && digests(made).equals(digests(now));
  }

  private static Map<Stage, String> digests(StageConfig config) {
    Map<Stage, String> digests = new EnumMap<>(Stage.class);
    config.parents().forEach((stage, parent) -> digests.put(stage, parent.digest()));
    return digests;
  }

  private static StageResult missing(StageConfig config, Path folder) {
    return new StageResult(
        config.stage(),
        0,
        null,
        ExitCode.ERROR,
        "%s holds no checkpoint of this configuration that verifies: start the stage again."
            .formatted(folder),
        null,
        0,
        Map.of(),
        Map.of(),
        Map.of());
  }

  private static StageResult result(StageConfig config, Path root, Checkpoint checkpoint) {
    CheckpointManifest manifest = checkpoint.manifest();
    String message =
        manifest.isFinal()
            ? "The final checkpoint is there."
            : "The newest checkpoint that verifies is step %d of %d: start the stage again to go on from there."
                .formatted(manifest.step(), manifest.totalSteps());
    Optional<StageResult> told = told(checkpoint.folder().resolveSibling(CheckpointLayout.RESULT));
    return new StageResult(
        config.stage(),
        manifest.attempt(),
        manifest.pod(),
        manifest.isFinal() ? ExitCode.DONE : ExitCode.ERROR,
        message,
        checkpoint.reference(root),
        told.map(StageResult::resumedFrom).orElse(0L),
        manifest.parents(),
        manifest.data(),
        told.map(StageResult::figures).orElse(Map.of()));
  }

  /** What the attempt told itself, if it came to that. */
  private static Optional<StageResult> told(Path file) {
    try {
      return Optional.of(Documents.read(Files.readAllBytes(file), StageResult.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
