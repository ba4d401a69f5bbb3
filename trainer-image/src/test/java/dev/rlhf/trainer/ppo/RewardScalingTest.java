package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RewardScalingTest {

  private static final RunningMoments SEEN = RunningMoments.of(2, 4, 4, 4, 5, 5, 7, 9);

  @Test
  void dividesByTheDeviationAndKeepsTheMean() {
    RewardScaling scaling = new RewardScaling(new SymmetricClip(0));

    assertThat(scaling.of(6, SEEN)).isCloseTo(3, within(1e-12));
    assertThat(scaling.of(-5, SEEN)).isCloseTo(-2.5, within(1e-12));
  }

  @Test
  void clipsOnBothSides() {
    RewardScaling scaling = new RewardScaling(new SymmetricClip(0.8));

    assertThat(scaling.of(9, SEEN)).isEqualTo(0.8);
    assertThat(scaling.of(-9, SEEN)).isEqualTo(-0.8);
    assertThat(scaling.of(1, SEEN)).isEqualTo(0.5);
  }

  @Test
  void equalRewardsHaveNoScale() {
    RewardScaling scaling = new RewardScaling(new SymmetricClip(0));

    assertThat(scaling.of(3, RunningMoments.of(3))).isEqualTo(3);
    assertThat(scaling.of(0.1, RunningMoments.of(0.1, 0.1, 0.1))).isEqualTo(0.1);
  }
}
