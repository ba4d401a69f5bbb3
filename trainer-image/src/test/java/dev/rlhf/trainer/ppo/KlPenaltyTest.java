package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KlPenaltyTest {

  private static final KlPenalty PENALTY = new KlPenalty(0.05);

  @Test
  void isZeroWhereThePolicyIsTheReference() {
    float[] same = {-1.5f, -0.25f};

    assertThat(PENALTY.of(same, same)).containsOnly(0);
  }

  @Test
  void punishesTokensThatBecameLikelierAndRewardsOthers() {
    double[] penalties = PENALTY.of(new float[] {-1, -3}, new float[] {-2, -1});

    assertThat(penalties).containsExactly(new double[] {-0.05, 0.1}, within(1e-12));
  }
}
