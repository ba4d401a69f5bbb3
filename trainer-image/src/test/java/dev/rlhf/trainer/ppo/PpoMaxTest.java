package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.manifest.PpoStage;
import dev.rlhf.plan.PpoSettings;
import org.junit.jupiter.api.Test;

class PpoMaxTest {

  private static final ScoredRollout ANSWER =
      new ScoredRollout(
          Rollouts.RAGGED.get(3),
          new float[] {-1, -2},
          new float[] {1, 1},
          new float[] {-3, -1},
          new float[] {0.5f, 0.25f},
          6);

  @Test
  void isThePapersRecipeByDefault() {
    PpoStage nothingGiven =
        new PpoStage(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null);

    assertThat(PpoMax.of(PpoSettings.of(nothingGiven)))
        .isEqualTo(
            new PpoMax(
                new KlPenalty(0.05),
                new RewardShaping(0.8),
                new GeneralizedAdvantage(1.0, 0.9),
                0.2,
                0.2));
  }

  @Test
  void theLastTokenGetsTheShapedRewardAndReturnsAreAdvantagesPlusValues() {
    PpoMax recipe =
        new PpoMax(
            new KlPenalty(0.1), new RewardShaping(0.8), new GeneralizedAdvantage(1, 1), 0.2, 0.2);

    Experience judged = recipe.judge(ANSWER, RunningMoments.of(2, 4, 4, 4, 5, 5, 7, 9));

    // Rewards: -0.1 * 2 for the first token, 0.1 * 1 + 0.5 for the last.
    assertThat(judged.shapedReward()).isEqualTo(0.5);
    assertThat(judged.returns()).containsExactly(new double[] {0.4, 0.6}, within(1e-12));
    assertThat(judged.advantages()).containsExactly(new double[] {-0.1, 0.35}, within(1e-12));
  }
}
