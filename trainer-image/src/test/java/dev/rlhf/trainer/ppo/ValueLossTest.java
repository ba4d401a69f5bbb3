package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValueLossTest {

  private static final Offset<Float> WITHIN = within(1e-6f);

  private final FormulaBench bench = new FormulaBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isHalfTheSquaredErrorNearTheOldValue() {
    NDList loss = call(0.2, new double[] {1.1}, new double[] {1}, new double[] {3});

    assertThat(loss.get(0).toFloatArray()).containsExactly(new float[] {1.9f * 1.9f / 2}, WITHIN);
    assertThat(clipped(loss)).containsExactly(0);
  }

  @Test
  void givesNoCreditForMovingFartherTowardsTheReturn() {
    NDList loss = call(0.2, new double[] {2, -2}, new double[] {1, -1}, new double[] {3, -3});

    assertThat(loss.get(0).toFloatArray())
        .containsExactly(new float[] {1.8f * 1.8f / 2, 1.8f * 1.8f / 2}, WITHIN);
    assertThat(clipped(loss)).containsExactly(1, 1);
  }

  @Test
  void punishesMovingAwayInFull() {
    NDList loss = call(0.2, new double[] {0}, new double[] {1}, new double[] {3});

    assertThat(loss.get(0).toFloatArray()).containsExactly(new float[] {4.5f}, WITHIN);
    assertThat(clipped(loss)).containsExactly(0);
  }

  @Test
  void clipsNothingAtAnInfiniteBound() {
    NDList loss =
        call(Double.POSITIVE_INFINITY, new double[] {2}, new double[] {1}, new double[] {3});

    assertThat(loss.get(0).toFloatArray()).containsExactly(new float[] {0.5f}, WITHIN);
    assertThat(clipped(loss)).containsExactly(0);
  }

  private NDList call(double clip, double[] values, double[] old, double[] returns) {
    return bench.call(
        new ValueLoss(),
        "value_losses",
        bench.vector(values),
        bench.vector(old),
        bench.vector(returns),
        clip);
  }

  private static float[] clipped(NDList loss) {
    return loss.get(1).toType(DataType.FLOAT32, true).toFloatArray();
  }
}
