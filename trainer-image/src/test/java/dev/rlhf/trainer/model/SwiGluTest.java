package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwiGluTest {

  @Test
  void gatesTheUpwardMapBySilu() {
    try (FormulaBench bench = new FormulaBench()) {
      Map<String, NDArray> w = new LinkedHashMap<>();
      w.put("mlp.gate_proj.weight", bench.tensor(new Shape(2, 1), 1, -2));
      w.put("mlp.up_proj.weight", bench.tensor(new Shape(2, 1), 3, 5));
      w.put("mlp.down_proj.weight", bench.tensor(new Shape(1, 2), 7, 11));

      double x = 0.6;
      double expected = 7 * silu(x) * 3 * x + 11 * silu(-2 * x) * 5 * x;
      assertThat(
              bench
                  .call(new SwiGlu(), "swiglu", w, "mlp", bench.tensor(new Shape(1, 1), (float) x))
                  .singletonOrThrow()
                  .getFloat(0, 0))
          .isCloseTo((float) expected, within(1e-5f));
    }
  }

  private static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }
}
