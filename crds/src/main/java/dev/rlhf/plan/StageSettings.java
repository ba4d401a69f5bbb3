package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import dev.rlhf.manifest.Precision;
import java.util.List;

/** The settings of a stage, every one resolved; named in {@code stage.yaml} by the stage. */
@JsonSubTypes({
  @Type(value = SftSettings.class, name = "sft"),
  @Type(value = RmSettings.class, name = "rm"),
  @Type(value = PpoSettings.class, name = "ppo"),
  @Type(value = EvalSettings.class, name = "eval")
})
public sealed interface StageSettings permits SftSettings, RmSettings, PpoSettings, EvalSettings {

  /** Null where the stage learns no adapter. */
  default LoraSettings lora() {
    return null;
  }

  /** What the stage's models compute with. */
  default Precision precision() {
    return Precision.FP32;
  }

  /** True, or null where activations are kept or nothing is learnt. */
  default Boolean activationCheckpointing() {
    return null;
  }

  /** Whether activations are computed a second time for gradients, in place of being kept. */
  default boolean recomputesActivations() {
    return Boolean.TRUE.equals(activationCheckpointing());
  }

  /** Where the stage's process finds what the settings name; null where it makes that itself. */
  default List<String> paths() {
    return List.of();
  }
}
