package dev.rlhf.trainer.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.Change;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.CheckpointIndex;
import dev.rlhf.trainer.checkpoint.RunLineage;
import dev.rlhf.trainer.metrics.FiguresFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run came from and what it came to: base model, SFT, reward model, PPO, evaluation.
 *
 * @param models that no stage of the run has made
 * @param stages whose checkpoints are there
 */
public record LineageReport(RunIdentity run, List<Model> models, List<StageEntry> stages) {

  /**
   * A model that some stage started from and none has made.
   *
   * @param uri as the manifest named it; null where no checkpoint tells
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Model(String role, String digest, String uri) {}

  /**
   * A stage's checkpoint.
   *
   * @param config its {@code stage.yaml}; null where it holds none
   * @param figures of its step, by name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StageEntry(
      Stage stage,
      String folder,
      String digest,
      long step,
      long totalSteps,
      int attempt,
      Map<String, String> parents,
      String configDigest,
      StageConfig config,
      Map<String, String> data,
      List<Change> changes,
      JsonNode figures) {}

  /**
   * Reads a run's folder: that of a local run, or the run's own on a checkpoint volume.
   *
   * @throws InvalidInputException when it is none
   */
  public static LineageReport of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("there is no folder " + folder + ": name a run's folder");
    }
    CheckpointIndex index = CheckpointIndex.of(List.of(checkpoints(folder)));
    List<RunIdentity> runs =
        index.byDigest().values().stream()
            .map(checkpoint -> checkpoint.manifest().run())
            .distinct()
            .toList();
    if (runs.size() != 1) {
      throw new InvalidInputException(
          runs.isEmpty()
              ? "%s holds no checkpoint: name the folder of a run".formatted(folder)
              : "%s holds %d runs: name the folder of one, as %s"
                  .formatted(folder, runs.size(), folder.resolve(runs.get(0).folder())));
    }
    return of(runs.get(0), RunLineage.of(index));
  }

  /** A local run's folder says which of the runs in it is the present one. */
  private static Path checkpoints(Path folder) throws IOException {
    RunFolder local = new RunFolder(folder);
    return RunState.read(local.run()).map(state -> local.checkpoints(state.run())).orElse(folder);
  }

  private static LineageReport of(RunIdentity run, RunLineage lineage) throws IOException {
    List<StageEntry> stages = new ArrayList<>();
    Map<String, Model> models = new TreeMap<>();
    for (Checkpoint checkpoint : lineage.checkpoints().values()) {
      stages.add(entry(checkpoint));
      checkpoint
          .manifest()
          .parents()
          .forEach(
              (role, digest) -> {
                if (!lineage.holds(digest)) {
                  models.putIfAbsent(digest, model(role, digest, checkpoint.config()));
                }
              });
    }
    return new LineageReport(run, List.copyOf(models.values()), stages);
  }

  private static Model model(String role, String digest, Optional<StageConfig> child) {
    String uri =
        child
            .map(
                config ->
                    config.parents().entrySet().stream()
                        .filter(parent -> parent.getKey().id().equals(role))
                        .map(parent -> parent.getValue().path())
                        .findFirst()
                        .orElse(config.model().uri()))
            .orElse(null);
    return new Model(role, digest, uri);
  }

  private static StageEntry entry(Checkpoint checkpoint) throws IOException {
    CheckpointManifest manifest = checkpoint.manifest();
    return new StageEntry(
        manifest.stage(),
        checkpoint.folder().toString(),
        checkpoint.digest(),
        manifest.step(),
        manifest.totalSteps(),
        manifest.attempt(),
        manifest.parents(),
        manifest.configDigest(),
        checkpoint.config().orElse(null),
        manifest.data(),
        manifest.changes(),
        figures(checkpoint));
  }

  private static JsonNode figures(Checkpoint checkpoint) {
    Path file = checkpoint.folder().resolveSibling(CheckpointLayout.FIGURES);
    return FiguresFile.rows(file).stream()
        .filter(row -> row.path("step").asLong() == checkpoint.manifest().step())
        .findFirst()
        .orElse(null);
  }
}
