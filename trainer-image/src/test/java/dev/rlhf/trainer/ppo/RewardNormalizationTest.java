package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RewardNormalizationTest {

  private static final RunningMoments SEEN = RunningMoments.of(2, 4, 4, 4, 5, 5, 7, 9);
  private static final RewardNormalization SHAPING =
      new RewardNormalization(new SymmetricClip(0.8));

  @Test
  void normalisesByAllRewardsSoFar() {
    assertThat(SHAPING.of(6, SEEN)).isCloseTo(0.5, within(1e-12));
    assertThat(SHAPING.of(5, SEEN)).isZero();
  }

  @Test
  void clipsOnBothSides() {
    assertThat(SHAPING.of(9, SEEN)).isEqualTo(0.8);
    assertThat(SHAPING.of(-100, SEEN)).isEqualTo(-0.8);
  }

  @Test
  void aBoundOfZeroClipsNothing() {
    assertThat(new RewardNormalization(new SymmetricClip(0)).of(9, SEEN)).isEqualTo(2);
  }

  @Test
  void aSingleRewardOrEqualOnesCountAsAverage() {
    assertThat(SHAPING.of(3, RunningMoments.of(3))).isZero();
    assertThat(SHAPING.of(0.1, RunningMoments.of(0.1, 0.1, 0.1))).isCloseTo(0, within(1e-8));
  }
}
