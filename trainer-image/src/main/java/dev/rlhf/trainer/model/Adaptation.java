package dev.rlhf.trainer.model;

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

  /** By all its weights. */
  static Adaptation none() {
    return loaded -> loaded;
  }

  /**
   * What a stage's settings ask for.
   *
   * @param lora null where all weights learn
   * @param base what the model is loaded from
   * @param random of a fresh adapter's values
   * @param saved the folder of the adapter to go on with
   */
  static Adaptation of(
      LoraSettings lora, AdapterBase base, CounterRandom random, Optional<Path> saved) {
    if (lora == null) {
      return none();
    }
    return saved.isPresent()
        ? loaded -> loaded.adapted(saved.get())
        : loaded -> loaded.adapted(lora, base, random);
  }
}
