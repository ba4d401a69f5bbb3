package dev.rlhf.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.plan.OptimizerSettings;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static OptimizerSettings settings(double warmup, double lowest) {
    return new OptimizerSettings(warmup, lowest, 0, 0.9, 0.95, 1e-8, 1);
  }

  private static double[] rates(double warmup, double lowest, int steps) {
    LearningRateSchedule schedule = LearningRateSchedule.of(10, settings(warmup, lowest), steps);
    return LongStream.rangeClosed(1, steps).mapToDouble(schedule::at).toArray();
  }

  @Test
  void risesInALineAndFallsAlongACosine() {
    // cos(pi / 4) = 0.70711: 1 + 9 * (1 + 0.70711) / 2 = 8.68198
    assertThat(rates(1 / 3.0, 0.1, 6))
        .containsExactly(new double[] {5, 10, 8.68198, 5.5, 2.31802, 1}, within(1e-5));
  }

  @Test
  void noStepHasRateZeroWithoutWarmup() {
    assertThat(rates(0, 0.5, 2)).containsExactly(new double[] {7.5, 5}, within(1e-12));
  }

  @Test
  void mayBeWarmupAlone() {
    assertThat(rates(1, 0, 4)).containsExactly(2.5, 5, 7.5, 10);
  }

  @Test
  void theLowestRateMayBeThePeak() {
    assertThat(rates(0, 1, 3)).containsExactly(10, 10, 10);
  }
}
