package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.FileEntry;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.util.Map;

/**
 * What a checkpoint comes from: its manifest, all but step and files.
 *
 * @param parents digests of what the stage starts from, by role
 * @param configDigest SHA-256 of {@code stage.yaml}
 * @param data digests of what the stage learns from, by name
 */
public record Provenance(
    RunIdentity run,
    Stage stage,
    int attempt,
    String pod,
    Map<String, String> parents,
    String configDigest,
    Map<String, String> data,
    Machine machine) {

  /** Whether this attempt may go on from a checkpoint: it learns the same thing from the same. */
  public boolean continues(CheckpointManifest manifest) {
    return manifest.run().equals(run)
        && manifest.stage() == stage
        && manifest.configDigest().equals(configDigest)
        && manifest.parents().equals(parents)
        && manifest.data().equals(data);
  }

  /** Whether a checkpoint was computed on a like machine: only then is resuming exact. */
  public boolean sameMachine(CheckpointManifest manifest) {
    return machine.equals(new Machine(manifest.threads(), manifest.cpu(), manifest.versions()));
  }

  CheckpointManifest manifest(long step, long totalSteps, Map<String, FileEntry> files) {
    return new CheckpointManifest(
        CheckpointManifest.VERSION,
        run,
        stage,
        step,
        totalSteps,
        attempt,
        pod,
        parents,
        configDigest,
        data,
        machine.threads(),
        machine.cpu(),
        machine.versions(),
        files);
  }
}
