package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The stages of a run. */
public enum Stage {
  /** Supervised fine-tuning. */
  SFT("sft", "sft");

  private final String id;
  private final String specName;

  Stage(String id, String specName) {
    this.id = id;
    this.specName = specName;
  }

  /** The short name: in status, Job names, commands and folders. */
  @JsonValue
  public String id() {
    return id;
  }

  /** The name below {@code spec.stages}. */
  public String specName() {
    return specName;
  }

  /**
   * The stage of a short name.
   *
   * @throws IllegalArgumentException when there is none
   */
  @JsonCreator
  public static Stage ofId(String id) {
    return Arrays.stream(values())
        .filter(stage -> stage.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown stage '%s': write one of %s".formatted(id, ids())));
  }

  private static String ids() {
    return Arrays.stream(values()).map(Stage::id).collect(Collectors.joining(", "));
  }
}
