package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class EntropyBonusTest {

  private static LossSlopes bonus() {
    return new LossSlopes(
        new EntropyBonus(), ", coefficient: float", "self.entropy_bonus(x, coefficient)");
  }

  @Test
  void isTheCoefficientTimesTheSumOfEntropies() {
    try (LossSlopes bonus = bonus()) {
      double first = Math.log(3);
      double p = 1 / (1 + 2 * Math.exp(-2));
      double q = (1 - p) / 2;
      double second = -p * Math.log(p) - 2 * q * Math.log(q);

      assertThat(bonus.loss(new Shape(2, 3), new double[] {0, 0, 0, 2, 0, 0}, 0.1))
          .isCloseTo(0.1 * (first + second), within(1e-12));
    }
  }

  @Test
  void theGradientIsTheSlope() {
    try (LossSlopes bonus = bonus()) {
      bonus.assertEqual(new Shape(2, 3), new double[] {0.3, -1.2, 2, 0.1, 0.7, -0.4}, 0.1);
    }
  }
}
