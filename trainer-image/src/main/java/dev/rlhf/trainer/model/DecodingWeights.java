package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model's parameters for many calls between which none of them changes, as decoding reads them
 * fastest: in the numbers that programs compute with and, on the CPU, {@link InputMajor}.
 *
 * <p>Where the embedding is the head, too, the head is a weight of its own here, since each is best
 * read in another order.
 */
record DecodingWeights(DecoderConfig decoder, Numbers numbers) {

  /** The parameters themselves, or copies that belong to {@code scope}. */
  Map<String, NDArray> of(Map<String, NDArray> parameters, NDManager scope) {
    Map<String, NDArray> lowered = numbers.lowered(parameters, scope);
    if (scope.getDevice().isGpu()) {
      return lowered;
    }
    Map<String, NDArray> weights = new LinkedHashMap<>(lowered);
    WeightNames names = decoder.names();
    weights.put(names.head(), lowered.getOrDefault(names.head(), lowered.get(names.embedding())));
    try (TorchModule module = TorchProgram.of(new InputMajor()).load(scope)) {
      weights.computeIfPresent(names.head(), (name, weight) -> turned(module, weight, scope));
      for (LinearLayer layer : decoder.weights().linears()) {
        if (!layer.transposed()) {
          weights.computeIfPresent(layer.weight(), (name, weight) -> turned(module, weight, scope));
        }
      }
    }
    lowered.forEach(
        (name, weight) -> {
          if (weights.get(name) != weight && parameters.get(name) != weight) {
            weight.close();
          }
        });
    return weights;
  }

  private static NDArray turned(TorchModule module, NDArray weight, NDManager scope) {
    return module.call("input_major", scope, weight).singletonOrThrow();
  }
}
