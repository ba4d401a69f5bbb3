package dev.rlhf.trainer.stage;

import ai.djl.engine.Engine;
import dev.rlhf.manifest.Device;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.GpuModel;
import dev.rlhf.trainer.checkpoint.Machine;
import dev.rlhf.trainer.checkpoint.Provenance;
import dev.rlhf.trainer.checkpoint.Succession;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an attempt begins: what its checkpoints come from, and the one of an earlier attempt, of
 * the same provenance, that it goes on from.
 *
 * @param done whether that one is the stage's end
 */
public record Origin(Provenance provenance, Optional<Checkpoint> newest, boolean done) {
  private static final Logger LOG = LoggerFactory.getLogger(Origin.class);

  /**
   * Looks for the newest checkpoint, and tells the stage's monitor.
   *
   * @param parents digests of what the stage starts from, by role
   * @param data digests of what the stage learns from, by name
   */
  public static Origin find(
      StageContext stage, Map<String, String> parents, Map<String, String> data)
      throws IOException {
    Provenance provenance = provenance(stage, parents, data);
    stage.monitor().startsFrom(parents, data);
    Optional<Checkpoint> newest = stage.lineage().newestSince(stage.environment().firstAttempt());
    if (newest.isEmpty()) {
      stage.lineage().begin(stage.folder(), provenance, newest, stage.monitor().passedOver());
      return new Origin(provenance, newest, false);
    }
    Succession succession = new Succession(provenance, newest.get());
    Provenance next = succession.provenance();
    stage.lineage().begin(stage.folder(), provenance, newest, stage.monitor().passedOver());
    tellChanges(provenance, next);
    resumed(newest.get(), stage, provenance);
    return new Origin(next, newest, newest.get().manifest().isFinal() && succession.keepsTheEnd());
  }

  private static void tellChanges(Provenance provenance, Provenance next) {
    next.changes().stream()
        .filter(change -> change.attempt() == provenance.attempt())
        .forEach(
            change ->
                LOG.info("from step {} on: {}", change.step(), String.join(", ", change.fields())));
  }

  private static Provenance provenance(
      StageContext stage, Map<String, String> parents, Map<String, String> data) {
    return new Provenance(
        stage.config(),
        stage.yaml(),
        stage.environment().attempt(),
        stage.environment().pod(),
        parents,
        data,
        new Machine(TorchRuntime.threads(), Machine.cpuModel(), versions(stage.device().kind())),
        List.of());
  }

  /** Of all that computes; a GPU's model stands among them. */
  private static Map<String, String> versions(Device device) {
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", Runtime.version().toString());
    versions.put("djl", Engine.getDjlVersion());
    versions.put("pytorch", Engine.getEngine("PyTorch").getVersion());
    if (device == Device.CUDA) {
      versions.put("gpu", GpuModel.here());
    }
    return versions;
  }

  private static void resumed(Checkpoint checkpoint, StageContext stage, Provenance provenance) {
    stage.monitor().resumed(checkpoint.reference(stage.root()), checkpoint.manifest().totalSteps());
    if (!provenance.sameMachine(checkpoint.manifest())) {
      LOG.warn(
          "{} was computed on another kind of machine: figures may differ in their last digits",
          checkpoint.folder());
    }
  }

  /** Whether nothing is left to do. */
  public boolean isDone() {
    if (done) {
      LOG.info("the final checkpoint is there already: {}", newest.get().folder());
    }
    return done;
  }
}
