package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers that a model's parameters are stored in, and those that programs compute with. */
record Numbers(Precision stored, Precision computed) {

  static final Numbers FP32 = new Numbers(Precision.FP32, Precision.FP32);

  /** The same parameters in programs that compute with others. */
  Numbers computing(Precision chosen) {
    return new Numbers(stored, chosen);
  }

  /** Of parameters that are stored as programs compute with them. */
  Numbers standing() {
    return new Numbers(computed, computed);
  }

  boolean areStored() {
    return stored == computed;
  }

  /**
   * Parameters as programs compute with them: themselves, or copies that belong to {@code scope}. A
   * reward model's head is fp32 in any case.
   */
  Map<String, NDArray> lowered(Map<String, NDArray> parameters, NDManager scope) {
    Map<String, NDArray> lowered = new LinkedHashMap<>(parameters);
    if (!areStored()) {
      try (TorchModule module = TorchProgram.of(new ComputePrecision(computed)).load(scope)) {
        lowered.replaceAll(
            (name, weight) ->
                name.equals(WeightNames.REWARD_HEAD)
                    ? weight
                    : module.call("lowered", scope, weight).singletonOrThrow());
      }
    }
    return lowered;
  }
}
