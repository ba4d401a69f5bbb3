package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rlhf.manifest.ChatFormat;

/**
 * What {@code stage.yaml} holds: everything a stage's process needs to know, every setting
 * resolved.
 *
 * @param version of this format
 * @param root the root of the checkpoint volume, an absolute path
 * @param model the language model to start from
 * @param demonstrations what SFT learns from
 */
@JsonPropertyOrder({
  "version",
  "stage",
  "run",
  "seed",
  "chatFormat",
  "root",
  "model",
  "demonstrations",
  "checkpoints",
  "sft"
})
public record StageConfig(
    int version,
    Stage stage,
    RunIdentity run,
    long seed,
    ChatFormat chatFormat,
    String root,
    Input model,
    Input demonstrations,
    CheckpointSettings checkpoints,
    SftSettings sft) {

  /** The version that this code reads and writes. */
  public static final int VERSION = 1;

  public StageConfig {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version %d of stage.yaml is not known: write version %d".formatted(version, VERSION));
    }
  }
}
