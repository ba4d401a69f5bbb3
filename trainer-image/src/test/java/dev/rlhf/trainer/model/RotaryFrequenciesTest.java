package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.Test;

class RotaryFrequenciesTest {

  private final RotaryFrequencies formula = new RotaryFrequencies();

  @Test
  void fallGeometricallyWithTheDimension() {
    try (FormulaBench bench = new FormulaBench()) {
      assertThat(
              bench
                  .call(formula, "rotary_frequencies", 10000.0, 8, 1.0)
                  .singletonOrThrow()
                  .toFloatArray())
          .containsExactly(new float[] {1f, 0.1f, 0.01f, 0.001f}, within(1e-8f));
    }
  }

  @Test
  void linearScalingDividesThem() {
    try (FormulaBench bench = new FormulaBench()) {
      assertThat(
              bench
                  .call(formula, "rotary_frequencies", 100.0, 4, 4.0)
                  .singletonOrThrow()
                  .toFloatArray())
          .containsExactly(new float[] {0.25f, 0.025f}, within(1e-8f));
    }
  }

  @Test
  void llama3KeepsFastOnesDividesSlowOnesAndBlendsBetween() {
    try (FormulaBench bench = new FormulaBench()) {
      double context = 100;
      // Turns over the context: 8, 0.5 and 2; kept above 4, divided below 1.
      float[] plain = new float[3];
      double[] turns = {8, 0.5, 2};
      for (int i = 0; i < 3; i++) {
        plain[i] = (float) (turns[i] * 2 * Math.PI / context);
      }
      float[] scaled =
          bench
              .call(
                  formula,
                  "llama3_frequencies",
                  bench.tensor(new Shape(3), plain),
                  8.0,
                  1.0,
                  4.0,
                  (int) context)
              .singletonOrThrow()
              .toFloatArray();

      double kept = (2 - 1) / (4 - 1.0);
      assertThat(scaled[0]).isEqualTo(plain[0]);
      assertThat(scaled[1]).isEqualTo(plain[1] / 8);
      assertThat(scaled[2])
          .isCloseTo((float) ((1 - kept) * plain[2] / 8 + kept * plain[2]), within(1e-7f));
    }
  }
}
