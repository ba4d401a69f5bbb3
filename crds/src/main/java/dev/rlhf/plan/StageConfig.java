package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rlhf.manifest.ChatFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code stage.yaml} holds: everything a stage's process needs to know, every setting
 * resolved.
 *
 * @param version of this format
 * @param root the root of the checkpoint volume, an absolute path
 * @param model the language model that the run starts from
 * @param data what the stage learns from
 * @param parents checkpoints of earlier stages that this one starts from
 * @param settings of this stage, of the kind that its name says
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
  "settings"
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
    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
            property = "stage",
            visible = true)
        StageSettings settings) {

  /** The version that this code reads and writes. */
  public static final int VERSION = 1;

  public StageConfig {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version %d of stage.yaml is not known: write version %d".formatted(version, VERSION));
    }
    present("stage", stage);
    present("run", run);
    present("chatFormat", chatFormat);
    present("root", root);
    present("model", model);
    present("checkpoints", checkpoints);
    present("settings", settings);
    data = data == null ? Map.of() : new TreeMap<>(data);
    parents = parents == null ? Map.of() : new TreeMap<>(parents);
  }

  private static void present(String field, Object value) {
    Requirement.that(value != null, "%s is missing: write it", field);
  }

  /**
   * The settings, as those of the stage that a program runs.
   *
   * @throws IllegalArgumentException when they are those of another stage
   */
  public <T extends StageSettings> T settings(Class<T> type) {
    if (!type.isInstance(settings)) {
      throw new IllegalArgumentException(
          "stage.yaml is for stage '%s': run that one".formatted(stage.id()));
    }
    return type.cast(settings);
  }

  /** Every path that the stage reads from, where the manifest or the plan names one. */
  public Stream<String> paths() {
    Stream<String> inputs =
        Stream.concat(Stream.of(model), data.values().stream()).map(Input::path);
    Stream<String> checkpoints = parents.values().stream().map(Parent::path);
    return Stream.of(inputs, checkpoints, settings.paths().stream())
        .flatMap(paths -> paths)
        .filter(Objects::nonNull);
  }

  /** The same, starting from these checkpoints. */
  StageConfig withParents(Map<Stage, Parent> found) {
    return new StageConfig(
        version, stage, run, seed, chatFormat, root, model, data, found, checkpoints, settings);
  }
}
