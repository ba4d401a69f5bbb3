package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InverseCdfTest {

  private static final float NEVER = Float.NEGATIVE_INFINITY;

  /** Probabilities 0, 0.25, 0, 0.75, 0. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.2499, 1", "0.2501, 3", "0.9999999999999998, 3"})
  void takesTheFirstTokenWhoseCumulativeProbabilityExceedsTheUniform(double u, long token) {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray logits = bench.tensor(new Shape(1, 5), NEVER, 0, NEVER, (float) Math.log(3), NEVER);
      NDArray uniform = bench.manager().create(new double[] {u});

      assertThat(bench.call(new InverseCdf(), "draw", logits, uniform).get(0).getLong(0))
          .isEqualTo(token);
    }
  }
}
