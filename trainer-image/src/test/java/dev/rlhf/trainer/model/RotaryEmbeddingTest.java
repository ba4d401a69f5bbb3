package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.Test;

class RotaryEmbeddingTest {

  @Test
  void turnsEachPairByPositionTimesFrequency() {
    try (FormulaBench bench = new FormulaBench()) {
      NDList tables =
          bench.call(
              new RotaryEmbedding(),
              "rotary_tables",
              bench.tensor(new Shape(2), 1f, 0.25f),
              bench.ids(new Shape(2), 0, 3));
      float[] y =
          bench
              .call(
                  new RotaryEmbedding(),
                  "rotate",
                  bench.tensor(new Shape(2, 4), 1, 2, 3, 4, 1, 2, 3, 4),
                  tables.get(0),
                  tables.get(1))
              .singletonOrThrow()
              .toFloatArray();

      assertThat(y).startsWith(1, 2, 3, 4);
      // At position 3 the pairs (1, 3) and (2, 4) turn by 3 and by 0.75.
      assertThat(y[4]).isCloseTo(turnedX(1, 3, 3), within(1e-5f));
      assertThat(y[5]).isCloseTo(turnedX(2, 4, 0.75), within(1e-5f));
      assertThat(y[6]).isCloseTo(turnedX(3, -1, 3), within(1e-5f));
      assertThat(y[7]).isCloseTo(turnedX(4, -2, 0.75), within(1e-5f));
    }
  }

  private static float turnedX(double x, double y, double angle) {
    return (float) (x * Math.cos(angle) - y * Math.sin(angle));
  }
}
