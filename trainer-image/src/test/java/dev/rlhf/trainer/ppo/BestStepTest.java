package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BestStepTest {

  private static final double BOUND = 0.1;

  @Test
  void anyIsBetterThanNone() {
    assertThat(new BestStep(1, -9, 9).isBetterThan(null, BOUND)).isTrue();
  }

  @Test
  void withinTheBoundTheRewardCounts() {
    assertThat(new BestStep(2, 1.1, 0.1).isBetterThan(new BestStep(1, 1, 0), BOUND)).isTrue();
    assertThat(new BestStep(2, 0.9, 0).isBetterThan(new BestStep(1, 1, 0.1), BOUND)).isFalse();
    assertThat(new BestStep(2, 1, 0).isBetterThan(new BestStep(1, 1, 0.1), BOUND)).isFalse();
  }

  @Test
  void whatKeepsToTheBoundIsBetterThanWhatDoesNot() {
    assertThat(new BestStep(2, 9, 0.2).isBetterThan(new BestStep(1, 1, 0.1), BOUND)).isFalse();
    assertThat(new BestStep(2, -9, 0.1).isBetterThan(new BestStep(1, 9, 0.2), BOUND)).isTrue();
  }

  @Test
  void beyondTheBoundTheSmallerKlCounts() {
    assertThat(new BestStep(2, -9, 0.2).isBetterThan(new BestStep(1, 9, 0.3), BOUND)).isTrue();
    assertThat(new BestStep(2, 9, 0.3).isBetterThan(new BestStep(1, -9, 0.2), BOUND)).isFalse();
  }

  @Test
  void withoutABoundOnlyTheRewardCounts() {
    assertThat(new BestStep(2, 2, 99).isBetterThan(new BestStep(1, 1, 0), null)).isTrue();
  }
}
