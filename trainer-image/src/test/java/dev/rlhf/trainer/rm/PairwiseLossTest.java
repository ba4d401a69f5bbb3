package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairwiseLossTest {

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void isTheNegativeLogLikelihoodOfTheChosenBeingBetter() {
    // -log sigma(1), -log sigma(-2) and -log sigma(0), by hand.
    assertThat(loss(new float[] {3, 0, 5}, new float[] {2, 2, 5}, 1))
        .isCloseTo(0.3132617 + 2.1269280 + 0.6931472, within(1e-5));
  }

  @Test
  void scalesToTheMeanOfTheWholeBatch() {
    assertThat(loss(new float[] {0}, new float[] {0}, 0.25))
        .isCloseTo(Math.log(2) / 4, within(1e-7));
  }

  @Test
  void staysFiniteHoweverWrongAPairIsRanked() {
    assertThat(loss(new float[] {-50}, new float[] {50}, 1)).isEqualTo(100);
    assertThat(loss(new float[] {50}, new float[] {-50}, 1)).isBetween(0.0, 1e-40);
  }

  private double loss(float[] chosen, float[] rejected, double scale) {
    TorchModule module = TorchProgram.of(new PairwiseLoss()).load(manager);
    return module
        .call("pairwise_loss", manager, manager.create(chosen), manager.create(rejected), scale)
        .singletonOrThrow()
        .getFloat();
  }
}
