package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private final Bootstrap bootstrap = new Bootstrap(CounterRandom.of(1).at("bootstrap"));

  @Test
  void theIntervalOfCoinFlipsIsThatOfTheNormalApproximation() {
    double[] flips = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();
    double halfWidth = 1.96 * 0.5 / Math.sqrt(400);

    Interval interval = bootstrap.mean(flips);

    assertThat(interval.mean()).isEqualTo(0.5);
    assertThat(interval.low()).isCloseTo(0.5 - halfWidth, within(0.005));
    assertThat(interval.high()).isCloseTo(0.5 + halfWidth, within(0.005));
  }

  @Test
  void equalValuesHaveAnIntervalWithoutWidth() {
    assertThat(bootstrap.mean(new double[] {2, 2, 2})).isEqualTo(new Interval(2, 2, 2));
    assertThat(bootstrap.mean(new double[] {3})).isEqualTo(new Interval(3, 3, 3));
  }

  @Test
  void theTrueMeanLiesInsideAboutAsOftenAsPromised() {
    int inside = 0;
    for (int trial = 0; trial < 200; trial++) {
      CounterRandom draws = CounterRandom.of(7).at(trial);
      double[] values = IntStream.range(0, 100).mapToDouble(draws::gaussian).toArray();
      Interval interval = new Bootstrap(CounterRandom.of(8).at(trial)).mean(values);
      inside += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
    }

    assertThat(inside).isBetween(180, 198);
  }

  @Test
  void aRatiosValuesAndWeightsAreDrawnTogether() {
    // Each value is twice its weight: whatever is drawn, the ratio is 2.
    assertThat(bootstrap.ratio(new double[] {2, 6, 20}, new double[] {1, 3, 10}))
        .isEqualTo(new Interval(2, 2, 2));
    // The mean of the ratios would be 2.
    assertThat(bootstrap.ratio(new double[] {3, 9}, new double[] {1, 9}).mean()).isEqualTo(1.2);
  }

  @Test
  void nothingHasNoInterval() {
    assertThatThrownBy(() -> bootstrap.mean(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an interval needs at least one value");
  }
}
