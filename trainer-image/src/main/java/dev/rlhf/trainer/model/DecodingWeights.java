package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The argument {@code w} of many calls between which no weight changes, in the numbers that
 * programs compute with.
 *
 * @param sequences as calls over whole sequences read it
 * @param rows as calls over one token of each row read it fastest: in fp32 on the CPU, as {@link
 *     WeightPanels}
 */
public record DecodingWeights(Map<String, NDArray> sequences, Map<String, NDArray> rows) {

  /** Copies belong to {@code scope}. */
  static DecodingWeights of(
      Map<String, NDArray> parameters, DecoderConfig decoder, Numbers numbers, NDManager scope) {
    Map<String, NDArray> lowered = numbers.lowered(parameters, scope);
    boolean panelled = numbers.computed() == Precision.FP32 && !scope.getDevice().isGpu();
    return new DecodingWeights(lowered, panelled ? panels(lowered, decoder, scope) : lowered);
  }

  DecodingWeights each(UnaryOperator<Map<String, NDArray>> change) {
    return new DecodingWeights(change.apply(sequences), change.apply(rows));
  }

  /** An embedding that is the head, too, is there twice, since its rows are read one by one. */
  private static Map<String, NDArray> panels(
      Map<String, NDArray> parameters, DecoderConfig decoder, NDManager scope) {
    Map<String, NDArray> panels = new LinkedHashMap<>(parameters);
    WeightNames names = decoder.names();
    panels.putIfAbsent(names.head(), parameters.get(names.embedding()));
    try (TorchModule module = TorchProgram.of(new WeightPanels()).load(scope)) {
      panels.computeIfPresent(names.head(), (name, weight) -> cut(module, weight, false, scope));
      for (LinearLayer layer : decoder.weights().linears()) {
        panels.computeIfPresent(
            layer.weight(), (name, weight) -> cut(module, weight, layer.transposed(), scope));
      }
    }
    return panels;
  }

  private static NDArray cut(
      TorchModule module, NDArray weight, boolean transposed, NDManager scope) {
    OptionalInt width = WeightPanels.width(weight.getShape().get(transposed ? 1 : 0));
    return width.isEmpty()
        ? weight
        : module.call("panels", scope, weight, transposed, width.getAsInt()).singletonOrThrow();
  }
}
