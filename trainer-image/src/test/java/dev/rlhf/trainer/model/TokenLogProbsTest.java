package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.Test;

class TokenLogProbsTest {

  private final TokenLogProbs formula = new TokenLogProbs();

  @Test
  void isTheLogOfTheSoftmax() {
    try (FormulaBench bench = new FormulaBench()) {
      // With the identity as head, hidden states are logits.
      NDArray logProbs =
          bench
              .call(
                  formula,
                  "token_log_probs",
                  bench.tensor(new Shape(2, 3), 0, 1, 2, 5, 5, 5),
                  bench.manager().eye(3),
                  bench.ids(new Shape(2), 1, 2))
              .singletonOrThrow();
      double total = 1 + Math.E + Math.E * Math.E;

      assertThat(logProbs.getFloat(0)).isCloseTo((float) Math.log(Math.E / total), within(1e-6f));
      assertThat(logProbs.getFloat(1)).isCloseTo((float) -Math.log(3), within(1e-6f));
    }
  }

  @Test
  void staysFiniteForLogitsFarApart() {
    try (FormulaBench bench = new FormulaBench()) {
      assertThat(
              bench
                  .call(
                      formula,
                      "token_log_probs",
                      bench.tensor(new Shape(1, 2), 500, -500),
                      bench.manager().eye(2),
                      bench.ids(new Shape(1), 1))
                  .singletonOrThrow()
                  .getFloat(0))
          .isEqualTo(-1000);
    }
  }

  @Test
  void takesALargeVocabularyInChunksOfRows() {
    try (FormulaBench bench = new FormulaBench()) {
      int vocabulary = 6_000_000; // two rows a chunk
      NDArray head = bench.manager().zeros(new Shape(vocabulary, 1));
      float[] logProbs =
          bench
              .call(
                  formula,
                  "token_log_probs",
                  bench.tensor(new Shape(3, 1), 1, 2, 3),
                  head,
                  bench.ids(new Shape(3), 0, 5, vocabulary - 1))
              .singletonOrThrow()
              .toFloatArray();

      assertThat(logProbs).hasSize(3);
      assertThat(logProbs[2]).isCloseTo((float) -Math.log(vocabulary), within(1e-3f));
    }
  }
}
