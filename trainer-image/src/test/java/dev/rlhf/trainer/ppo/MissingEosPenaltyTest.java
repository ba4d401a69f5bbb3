package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingEosPenaltyTest {

  @Test
  void isTakenFromAnswersThatWereCutOffAlone() {
    MissingEosPenalty penalty = new MissingEosPenalty(1.5);

    assertThat(penalty.of(Rollouts.scored(0, 2))).isEqualTo(2);
    assertThat(penalty.of(Rollouts.scored(2, 2))).isEqualTo(0.5);
  }

  @Test
  void isNothingByDefault() {
    assertThat(new MissingEosPenalty(0).of(Rollouts.scored(2, 2))).isEqualTo(2);
  }
}
