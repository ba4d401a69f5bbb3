package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinearTest {

  @Test
  void addsTheBiasWhereThereIsOne() {
    try (FormulaBench bench = new FormulaBench()) {
      Map<String, NDArray> w = new LinkedHashMap<>();
      w.put("a.weight", bench.tensor(new Shape(1, 2), 2, 3));
      w.put("b.weight", bench.tensor(new Shape(1, 2), 2, 3));
      w.put("b.bias", bench.tensor(new Shape(1), 10));

      assertThat(apply(bench, w, "a")).isEqualTo(2 * 5 + 3 * 7);
      assertThat(apply(bench, w, "b")).isEqualTo(2 * 5 + 3 * 7 + 10);
    }
  }

  private static float apply(FormulaBench bench, Map<String, NDArray> w, String name) {
    NDArray x = bench.tensor(new Shape(2), 5, 7);
    return bench.call(new Linear(), "linear", w, name, x).singletonOrThrow().getFloat(0);
  }
}
