package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunningMomentsTest {

  private static final double[] VALUES = {2, 4, 4, 4, 5, 5, 7, 9};

  @Test
  void knowsMeanAndDeviationOfThePopulation() {
    RunningMoments moments = RunningMoments.of(VALUES);

    assertThat(moments.mean()).isCloseTo(5, within(1e-12));
    assertThat(moments.deviation()).isCloseTo(2, within(1e-12));
  }

  @Test
  void batchesMergedAreAllAtOnce() {
    RunningMoments merged =
        RunningMoments.of(2, 4, 4)
            .and(RunningMoments.NONE)
            .and(RunningMoments.of(4))
            .and(RunningMoments.of(5, 5, 7, 9));

    assertThat(merged.count()).isEqualTo(8);
    assertThat(merged.mean()).isCloseTo(5, within(1e-12));
    assertThat(merged.squares()).isCloseTo(32, within(1e-12));
  }

  @Test
  void keepsItsDigitsFarFromZero() {
    assertThat(RunningMoments.of(1e9 + 1, 1e9 + 2, 1e9 + 3).deviation())
        .isCloseTo(Math.sqrt(2 / 3.0), within(1e-6));
  }

  @Test
  void oneNumberHasNoDeviationAndNoneHasNeither() {
    assertThat(RunningMoments.of(3)).isEqualTo(new RunningMoments(1, 3, 0));
    assertThat(RunningMoments.of(3).deviation()).isZero();
    assertThat(RunningMoments.NONE.and(RunningMoments.NONE).deviation()).isZero();
  }
}
