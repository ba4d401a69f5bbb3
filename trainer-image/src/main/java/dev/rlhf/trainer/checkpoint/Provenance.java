package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.Change;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.StageConfig;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint comes from: its manifest, all but step and files.
 *
 * @param yaml the text of {@code stage.yaml}, which {@code config} was read from
 * @param parents digests of what the stage starts from, by role
 * @param data digests of what the stage learns from, by name
 * @param changes of the configuration so far
 */
public record Provenance(
    StageConfig config,
    String yaml,
    int attempt,
    String pod,
    Map<String, String> parents,
    Map<String, String> data,
    Machine machine,
    List<Change> changes) {

  /** Whether a checkpoint was computed on a like machine: only then is resuming exact. */
  public boolean sameMachine(CheckpointManifest manifest) {
    return machine.equals(new Machine(manifest.threads(), manifest.cpu(), manifest.versions()));
  }

  /** The same, with more changes behind it. */
  Provenance withChanges(List<Change> all) {
    return new Provenance(config, yaml, attempt, pod, parents, data, machine, all);
  }

  String configDigest() {
    return Digest.of(yaml);
  }

  CheckpointManifest manifest(long step, long totalSteps, Map<String, FileEntry> files) {
    return new CheckpointManifest(
        CheckpointManifest.VERSION,
        config.run(),
        config.stage(),
        step,
        totalSteps,
        attempt,
        pod,
        parents,
        configDigest(),
        data,
        machine.threads(),
        machine.cpu(),
        machine.versions(),
        changes,
        files);
  }
}
