package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyLossTest {

  private static final Offset<Float> WITHIN = within(1e-6f);

  private final FormulaBench bench = new FormulaBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void clipsOnlyWhereItTakesAwayAGain() {
    double[] ratios = {1.5, 1.5, 0.5, 0.5};
    double[] advantages = {2, -2, 2, -2};

    assertThat(losses(ratios, advantages))
        .containsExactly(new float[] {-2.4f, 3, -1, 1.6f}, WITHIN);
    assertThat(clipped(ratios, advantages)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void isTheNegativeAdvantageOfAnUnchangedPolicy() {
    assertThat(losses(new double[] {1, 1}, new double[] {0.75, -3}))
        .containsExactly(new float[] {-0.75f, 3}, WITHIN);
    assertThat(clipped(new double[] {1, 1}, new double[] {0.75, -3})).containsOnly(0);
  }

  /** Also far from ratio 1, as where the ratio divides by the SFT model. */
  @Test
  void theGradientIsTheSlope() {
    try (LossSlopes slopes =
        new LossSlopes(
            new PolicyLoss(),
            ", advantages: Tensor, epsilon: float",
            "self.policy_losses(x, advantages, epsilon)[0].sum()")) {
      double[] logRatios = {0.05, -0.1, 0.9, 0.9, -1.3, -1.3};
      Shape shape = new Shape(logRatios.length);

      slopes.assertEqual(shape, logRatios, slopes.tensor(shape, 1, -2, 1, -1, 1, -1), 0.2);
    }
  }

  private float[] losses(double[] ratios, double[] advantages) {
    return call(ratios, advantages).get(0).toFloatArray();
  }

  private float[] clipped(double[] ratios, double[] advantages) {
    return call(ratios, advantages).get(1).toType(DataType.FLOAT32, true).toFloatArray();
  }

  private NDList call(double[] ratios, double[] advantages) {
    return bench.call(
        new PolicyLoss(),
        "policy_losses",
        bench.vector(ratios).log(),
        bench.vector(advantages),
        0.2);
  }
}
