package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.StageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A checkpoint whose files all hold what its manifest says.
 *
 * @param digest SHA-256 of {@code manifest.json}
 */
public record Checkpoint(Path folder, CheckpointManifest manifest, String digest) {

  /** How others speak of it: by its place below the volume's root, and by its digest. */
  public CheckpointRef reference(Path root) {
    return new CheckpointRef(root.relativize(folder).toString(), digest, manifest.step());
  }

  /** Whether it holds an adapter, which is nothing without what it was trained on. */
  public boolean isAdapter() {
    return manifest.files().containsKey(CheckpointLayout.ADAPTER);
  }

  /** The {@code stage.yaml} that it was made with, as far as it holds one that can be read. */
  public Optional<StageConfig> config() {
    if (!manifest.files().containsKey(CheckpointLayout.CONFIG)) {
      return Optional.empty();
    }
    try {
      String yaml = Files.readString(folder.resolve(CheckpointLayout.CONFIG));
      return Optional.of(Documents.stageConfig(yaml));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
