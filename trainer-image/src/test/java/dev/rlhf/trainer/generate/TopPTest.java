package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopPTest {

  /** Probabilities 0.1, 0.4, 0.2, 0.3: the least likely go first, while together at most 1 - p. */
  @ParameterizedTest
  @CsvSource({"0.95, 1111", "0.85, 0111", "0.65, 0101", "0.35, 0100", "0.01, 0100"})
  void keepsTheLikeliestTokens(double p, String kept) {
    try (FormulaBench bench = new FormulaBench()) {
      float[] logits =
          bench
              .call(
                  new TopP(),
                  "keep_nucleus",
                  bench.tensor(new Shape(1, 4), log(0.1), log(0.4), log(0.2), log(0.3)),
                  p)
              .singletonOrThrow()
              .toFloatArray();
      StringBuilder finite = new StringBuilder();
      for (float logit : logits) {
        finite.append(Float.isFinite(logit) ? 1 : 0);
      }
      assertThat(finite).hasToString(kept);
    }
  }

  private static float log(double x) {
    return (float) Math.log(x);
  }
}
