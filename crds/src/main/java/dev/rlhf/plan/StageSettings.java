package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;

/** The settings of a stage, every one resolved; named in {@code stage.yaml} by the stage. */
@JsonSubTypes({@Type(value = SftSettings.class, name = "sft")})
public sealed interface StageSettings permits SftSettings {}
