package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The stages of a run, in the order in which they run. */
public enum Stage {
  /** Supervised fine-tuning. */
  SFT("sft", "stages.sft"),
  /** Training of the reward model. */
  RM("rm", "stages.rewardModel"),
  /** PPO-max. */
  PPO("ppo", "stages.ppo"),
  /** The comparison of what came out with what went in. */
  EVAL("eval", "evaluation");

  private final String id;
  private final String specPath;

  Stage(String id, String specPath) {
    this.id = id;
    this.specPath = specPath;
  }

  /** The short name: in status, Job names, commands and folders. */
  @JsonValue
  public String id() {
    return id;
  }

  /** Where its settings stand, below {@code spec}. */
  public String specPath() {
    return specPath;
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
