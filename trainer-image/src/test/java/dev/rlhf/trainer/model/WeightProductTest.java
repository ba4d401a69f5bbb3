package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightProductTest {

  /** Of a weight and of its panels, with and without a bias. */
  private record Both() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new WeightPanels(), new WeightProduct());
    }

    @Override
    public String source() {
      return """
      def both(self, x: Tensor, weight: Tensor, bias: Tensor) -> List[Tensor]:
        stored = weight.t().contiguous()
        return [
          self.weight_product(x, weight, None),
          self.weight_product(x, self.panels(weight, False, 2), None),
          self.weight_product(x, weight, bias),
          self.weight_product(x, self.panels(stored, True, 2), bias),
        ]
      """;
    }
  }

  @Test
  void ofPanelsIsThatOfTheWeight() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray x = bench.tensor(new Shape(2, 1, 3), 1, 10, 100, 2, 0, -1);
      NDArray weight = bench.tensor(new Shape(4, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, -3);
      NDArray bias = bench.tensor(new Shape(4), 1000, 2000, 3000, 4000);

      List<NDArray> y = bench.call(new Both(), "both", x, weight, bias);

      assertThat(y).extracting(NDArray::getShape).containsOnly(new Shape(2, 1, 4));
      float[] plain = {321, 654, 987, -321, -1, 2, 5, 1};
      float[] shifted = {1321, 2654, 3987, 3679, 999, 2002, 3005, 4001};
      assertThat(y.get(0).toFloatArray()).containsExactly(plain);
      assertThat(y.get(1).toFloatArray()).containsExactly(plain);
      assertThat(y.get(2).toFloatArray()).containsExactly(shifted);
      assertThat(y.get(3).toFloatArray()).containsExactly(shifted);
    }
  }

  @Test
  void panelsAreAsWideAsFillsTheWeight() {
    assertThat(WeightPanels.width(576)).hasValue(48);
    assertThat(WeightPanels.width(512)).hasValue(32);
    assertThat(WeightPanels.width(80)).hasValue(16);
    assertThat(WeightPanels.width(50257)).isEmpty();
  }
}
