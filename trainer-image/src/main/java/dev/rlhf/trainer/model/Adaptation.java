package dev.rlhf.trainer.model;

import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How a model that was loaded is to learn: by all its weights, or by an adapter over them. */
@FunctionalInterface
public interface Adaptation {

  /** The model that learns; it shares the weights of the one that was loaded. */
  Transformer of(Transformer loaded) throws IOException;

  /** By all its weights, which stay fp32 whatever it computes with. */
  static Adaptation none() {
    return whole(Precision.FP32);
  }

  private static Adaptation whole(Precision precision) {
    return loaded -> loaded.in(precision);
  }

  /**
   * What a stage's settings ask for.
   *
   * @param lora null where all weights learn
   * @param precision that the model computes in; weights under an adapter are stored in it
   * @param base what the model is loaded from
   * @param random of a fresh adapter's values
   * @param saved the folder of the adapter to go on with
   */
  static Adaptation of(
      LoraSettings lora,
      Precision precision,
      AdapterBase base,
      CounterRandom random,
      Optional<Path> saved) {
    if (lora == null) {
      return whole(precision);
    }
    return saved.isPresent()
        ? loaded -> loaded.in(precision).standing().adapted(saved.get())
        : loaded -> loaded.in(precision).standing().adapted(lora, base, random);
  }
}
