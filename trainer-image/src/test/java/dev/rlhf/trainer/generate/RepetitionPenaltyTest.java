package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.Test;

class RepetitionPenaltyTest {

  private final RepetitionPenalty formula = new RepetitionPenalty();

  @Test
  void makesWhatOccurredLessLikelyOnEitherSideOfZero() {
    try (FormulaBench bench = new FormulaBench()) {
      // Id 3 stands in the padding of a prompt of two tokens.
      NDArray occurred =
          bench
              .call(
                  formula,
                  "occurrences",
                  bench.ids(new Shape(1, 3), 0, 1, 3),
                  bench.ids(new Shape(1), 2),
                  4)
              .singletonOrThrow();
      NDArray logits = bench.tensor(new Shape(1, 4), 6, -6, 6, -6);

      assertThat(
              bench
                  .call(formula, "penalise_repetition", logits, occurred, 2.0)
                  .singletonOrThrow()
                  .toFloatArray())
          .containsExactly(3, -12, 6, -6);
    }
  }
}
