package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GeneralizedAdvantageTest {

  private static final double[] REWARDS = {-0.5, 0.25, 1};
  private static final float[] VALUES = {0.5f, -1, 2};

  @Test
  void equalsItsDefinitionTermByTerm() {
    Random random = new Random(5);
    double[] rewards = random.doubles(20, -1, 1).toArray();
    float[] values = new float[20];
    for (int t = 0; t < values.length; t++) {
      values[t] = random.nextFloat();
    }

    assertThat(new GeneralizedAdvantage(0.97, 0.9).of(rewards, values))
        .containsExactly(definition(rewards, values, 0.97, 0.9), within(1e-12));
  }

  @Test
  void isTheOneStepErrorAtLambdaZero() {
    double[] advantages = new GeneralizedAdvantage(0.5, 0).of(REWARDS, VALUES);

    assertThat(advantages)
        .containsExactly(new double[] {-0.5 - 0.5 - 0.5, 0.25 + 0.5 * 2 + 1, 1 - 2}, within(1e-12));
  }

  @Test
  void isTheDiscountedSumLessTheValueAtLambdaOne() {
    double[] advantages = new GeneralizedAdvantage(0.5, 1).of(REWARDS, VALUES);

    assertThat(advantages)
        .containsExactly(
            new double[] {-0.5 + 0.125 + 0.25 - 0.5, 0.25 + 0.5 + 1, 1 - 2}, within(1e-12));
  }

  private static double[] definition(double[] r, float[] v, double gamma, double lambda) {
    double[] advantages = new double[r.length];
    for (int t = 0; t < r.length; t++) {
      for (int l = 0; t + l < r.length; l++) {
        double next = t + l + 1 < r.length ? v[t + l + 1] : 0;
        double delta = r[t + l] + gamma * next - v[t + l];
        advantages[t] += Math.pow(gamma * lambda, l) * delta;
      }
    }
    return advantages;
  }
}
