package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerNormTest {

  @Test
  void takesMeanAndDeviationAwayAndPutsItsOwnInTheirPlace() {
    try (FormulaBench bench = new FormulaBench()) {
      Map<String, ?> w =
          Map.of(
              "n.weight", bench.tensor(new Shape(2), 2, 3),
              "n.bias", bench.tensor(new Shape(2), 0, 1));
      float[] y =
          bench
              .call(new LayerNorm(), "layer_norm", w, "n", bench.tensor(new Shape(1, 2), 1, 5))
              .get(0)
              .toFloatArray();

      // Mean 3, variance 4, and the bench's epsilon of 0.5.
      double unit = 2 / Math.sqrt(4.5);
      assertThat(y)
          .containsExactly(
              new float[] {(float) (-2 * unit), (float) (3 * unit + 1)}, within(1e-5f));
    }
  }
}
