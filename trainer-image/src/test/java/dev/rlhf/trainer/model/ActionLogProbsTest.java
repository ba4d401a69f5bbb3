package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionLogProbsTest {

  private final FormulaBench bench = new FormulaBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void isTheSoftmaxOfLogitsOverTemperature(double temperature) {
    double[] logits = {1, 2, -1};
    // The identity as hidden states and the logits as the head's columns.
    NDArray hidden = bench.vector(1).reshape(1, 1);
    NDArray head = bench.vector(logits).reshape(3, 1);
    NDArray scaled =
        bench
            .call(new ActionLogProbs(), "action_logits", hidden, head, temperature)
            .singletonOrThrow();

    float logProb =
        bench
            .call(
                new ActionLogProbs(),
                "action_log_probs",
                scaled,
                bench.manager().create(new long[] {1}))
            .singletonOrThrow()
            .getFloat();

    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit / temperature);
    }
    assertThat(scaled.getShape()).isEqualTo(new Shape(1, 3));
    assertThat(logProb).isCloseTo((float) Math.log(Math.exp(2 / temperature) / sum), within(1e-6f));
  }
}
