package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rlhf.manifest.ChatFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code stage.yaml} holds: everything a stage's process needs to know, every setting
 * resolved.
 *
 * @param version of this format
 * @param root the root of the checkpoint volume, an absolute path
 * @param model the language model that the run starts from
 * @param data what the stage learns from
 * @param parents checkpoints of earlier stages that this one starts from
 */
@JsonPropertyOrder({
  "version",
  "stage",
  "run",
  "seed",
  "chatFormat",
  "root",
  "model",
  "data",
  "parents",
  "checkpoints",
  "sft"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageConfig(
    int version,
    Stage stage,
    RunIdentity run,
    long seed,
    ChatFormat chatFormat,
    String root,
    Input model,
    Map<DataSet, Input> data,
    Map<Stage, Parent> parents,
    CheckpointSettings checkpoints,
    SftSettings sft) {

  /** The version that this code reads and writes. */
  public static final int VERSION = 1;

  public StageConfig {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version %d of stage.yaml is not known: write version %d".formatted(version, VERSION));
    }
    data = data == null ? Map.of() : new TreeMap<>(data);
    parents = parents == null ? Map.of() : new TreeMap<>(parents);
  }

  /** The same, starting from these checkpoints. */
  StageConfig withParents(Map<Stage, Parent> found) {
    return new StageConfig(
        version, stage, run, seed, chatFormat, root, model, data, found, checkpoints, sft);
  }
}
