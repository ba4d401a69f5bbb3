package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransposedLinearTest {

  @Test
  void multipliesByTheWeightAsItIsStored() {
    try (FormulaBench bench = new FormulaBench()) {
      Map<String, ?> w =
          Map.of(
              "c.weight", bench.tensor(new Shape(2, 3), 1, 2, 3, 4, 5, 6),
              "c.bias", bench.tensor(new Shape(3), 10, 20, 30));
      float[] y =
          bench
              .call(
                  new TransposedLinear(),
                  "transposed_linear",
                  w,
                  "c",
                  bench.tensor(new Shape(1, 2), 1, 10))
              .get(0)
              .toFloatArray();

      assertThat(y).containsExactly(51, 72, 93);
    }
  }
}
