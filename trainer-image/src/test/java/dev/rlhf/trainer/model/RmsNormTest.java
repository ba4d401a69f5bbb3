package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.Test;

class RmsNormTest {

  @Test
  void dividesByTheRootOfTheMeanSquareAndMultipliesByTheWeight() {
    try (FormulaBench bench = new FormulaBench()) {
      // The mean square of 3 and 4 is 12.5; with eps 0.5 the divisor is sqrt(13).
      float[] y =
          bench
              .call(
                  new RmsNorm(),
                  "rms_norm",
                  bench.tensor(new Shape(1, 2), 3, 4),
                  bench.tensor(new Shape(2), 1, -2))
              .singletonOrThrow()
              .toFloatArray();

      assertThat(y[0]).isCloseTo((float) (3 / Math.sqrt(13)), within(1e-6f));
      assertThat(y[1]).isCloseTo((float) (-8 / Math.sqrt(13)), within(1e-6f));
    }
  }
}
