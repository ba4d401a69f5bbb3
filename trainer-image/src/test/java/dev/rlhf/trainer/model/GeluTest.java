package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.Test;

class GeluTest {

  @Test
  void weighsANumberByTheNormalDistribution() {
    // x Phi(x), from tables of the normal distribution.
    assertThat(of(Gelu.EXACT)).containsExactly(new float[] {-0.15866f, 0, 1.95450f}, within(2e-5f));
  }

  @Test
  void isApproximatedByAHyperbolicTangent() {
    double inner = Math.sqrt(2 / Math.PI) * (2 + 0.044715 * 8);
    float two = (float) (1 + Math.tanh(inner));
    assertThat(of(Gelu.TANH)).containsExactly(new float[] {-0.15881f, 0, two}, within(2e-5f));
  }

  private static float[] of(Gelu gelu) {
    try (FormulaBench bench = new FormulaBench()) {
      return bench.call(gelu, "gelu", bench.tensor(new Shape(3), -1, 0, 2)).get(0).toFloatArray();
    }
  }
}
