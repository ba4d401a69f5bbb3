package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextTokenTest {

  /**
   * Logits 2, 1, 0, of which token 0 occurred. Temperature 1 gives the probabilities 0.67, 0.24,
   * 0.09; temperature 0.5 gives 0.87, 0.12, 0.02; a penalty of 4 makes the first logit 0.5.
   */
  @ParameterizedTest
  @CsvSource({
    "0.99, 0, 1, 1, 0",
    "0.99, 0, 1, 4, 1",
    "0.60, 1, 1, 1, 0",
    "0.70, 1, 1, 1, 1",
    "0.95, 1, 1, 1, 2",
    "0.70, 0.5, 1, 1, 0",
    "0.95, 0.5, 1, 1, 1",
    "0.95, 1, 0.9, 1, 1",
    "0.95, 0.5, 0.8, 1, 0",
    "0.95, 1, 0.8, 4, 1"
  })
  void appliesPenaltyTemperatureAndTopPInThisOrder(
      double u, double temperature, double topP, double penalty, long token) {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray logits = bench.tensor(new Shape(1, 3), 2, 1, 0);
      NDArray occurred = bench.tensor(new Shape(1, 3), 1, 0, 0).toType(DataType.BOOLEAN, false);
      NDArray uniform = bench.manager().create(new double[] {u});

      assertThat(
              bench
                  .call(
                      new NextToken(),
                      "next_token",
                      logits,
                      occurred,
                      uniform,
                      temperature,
                      topP,
                      penalty)
                  .singletonOrThrow()
                  .getLong(0))
          .isEqualTo(token);
    }
  }
}
