package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;

/** The settings of a stage, every one resolved; named in {@code stage.yaml} by the stage. */
@JsonSubTypes({
  @Type(value = SftSettings.class, name = "sft"),
  @Type(value = RmSettings.class, name = "rm"),
  @Type(value = PpoSettings.class, name = "ppo"),
  @Type(value = EvalSettings.class, name = "eval")
})
public sealed interface StageSettings permits SftSettings, RmSettings, PpoSettings, EvalSettings {}
