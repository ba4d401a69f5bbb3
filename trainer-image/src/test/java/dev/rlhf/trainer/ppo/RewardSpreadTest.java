package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RewardSpreadTest {

  @Test
  void quantilesAreLinearBetweenRewards() {
    RewardSpread spread = RewardSpread.of(5, 1, 3, 2, 4);

    assertThat(spread.quantile(0)).isEqualTo(1);
    assertThat(spread.quantile(0.05)).isCloseTo(1.2, within(1e-12));
    assertThat(spread.quantile(0.5)).isEqualTo(3);
    assertThat(spread.quantile(1)).isEqualTo(5);
  }

  @Test
  void aLongTailIsSkewed() {
    assertThat(RewardSpread.of(1, 2, 3, 4, 5).skewness()).isCloseTo(0, within(1e-12));
    // Mean 0, deviation sqrt 3.
    assertThat(RewardSpread.of(1, -3, 1, 1).skewness())
        .isCloseTo((3 - 27) / 4.0 / Math.pow(3, 1.5), within(1e-12));
  }

  @Test
  void aSingleRewardAndEqualOnesHaveNoTail() {
    assertThat(RewardSpread.of(7).figures())
        .containsEntry(PpoFigure.REWARD_P95, 7.0)
        .containsEntry(PpoFigure.REWARD_SKEWNESS, 0.0)
        .containsEntry(PpoFigure.REWARD_STD, 0.0);
    assertThat(RewardSpread.of(7, 7, 7).skewness()).isZero();
  }
}
