package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.FloatTransfer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model learns while its weights stand still: two maps for each layer that settings name,
 * and a reward model's head, of which it has a copy of its own.
 *
 * @param tensors by the names that formulas know, in the order of the forward pass
 */
record Adapter(AdapterBase base, LoraSettings lora, Map<String, NDArray> tensors) {

  /**
   * An adapter that changes nothing yet: A is uniform in +-1 / sqrt(in), as PEFT draws it, B is 0.
   *
   * @param weights of the model, whose head a reward model's adapter copies
   */
  static Adapter fresh(
      ModelConfig config,
      Map<String, NDArray> weights,
      AdapterBase base,
      LoraSettings lora,
      CounterRandom random,
      NDManager owner)
      throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    try (FloatTransfer transfer = new FloatTransfer(owner)) {
      LoraLayers layers = LoraLayers.of(config, lora);
      for (Map.Entry<String, Shape> entry : layers.shapes(config, lora.rank()).entrySet()) {
        String name = entry.getKey();
        boolean head = name.equals(WeightNames.REWARD_HEAD);
        tensors.put(
            name,
            head
                ? weights.get(name).duplicate()
                : transfer.read(
                    owner,
                    entry.getValue(),
                    (start, part) ->
                        draw(
                            random.at(name), name, entry.getValue(), start, part.asFloatBuffer())));
      }
    }
    return new Adapter(base, lora, tensors);
  }

  private static void draw(
      CounterRandom random, String name, Shape shape, long start, FloatBuffer part) {
    boolean first = name.endsWith(".lora_A.weight");
    double bound = first ? 1 / Math.sqrt(shape.get(1)) : 0;
    for (long i = start; part.hasRemaining(); i++) {
      part.put((float) ((2 * random.uniform(i) - 1) * bound));
    }
  }
}
