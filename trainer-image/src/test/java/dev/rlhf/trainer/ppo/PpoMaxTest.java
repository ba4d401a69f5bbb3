package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.manifest.ImportanceSampling;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.plan.PpoSettings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
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
    PpoStage nothingGiven = Serialization.unmarshal("{}", PpoStage.class);

    assertThat(PpoMax.of(PpoSettings.of(nothingGiven)))
        .isEqualTo(
            new PpoMax(
                new MissingEosPenalty(0),
                new RewardNormalization(new SymmetricClip(0.8)),
                new GeneralizedAdvantage(1.0, 0.9),
                new AdvantageShaping(false, new SymmetricClip(0)),
                ImportanceSampling.SAMPLER,
                0.2,
                0.2,
                0));
  }

  @Test
  void theLastTokenGetsTheShapedRewardAndReturnsAreAdvantagesPlusValues() {
    PpoMax recipe = PpoMax.of(PpoFixture.settings("lambda: 1"));

    Experience judged = judge(recipe);

    // Rewards: -0.1 * 2 for the first token, 0.1 * 1 + 0.5 for the last.
    assertThat(judged.shapedReward()).isEqualTo(0.5);
    assertThat(judged.returns()).containsExactly(new double[] {0.4, 0.6}, within(1e-12));
    assertThat(judged.advantages()).containsExactly(new double[] {-0.1, 0.35}, within(1e-12));
  }

  @Test
  void returnsAreMadeOfAdvantagesThatAreNotShaped() {
    Experience judged =
        judge(PpoMax.of(PpoFixture.settings("lambda: 1, advantageNormalization: true")));

    assertThat(judged.returns()).containsExactly(new double[] {0.4, 0.6}, within(1e-12));
    assertThat(judged.advantages()).containsExactly(new double[] {-1, 1}, within(1e-6));
  }

  @Test
  void momentsAreOfRewardsLessTheirPenalty() {
    PpoMax recipe = PpoMax.of(PpoFixture.settings("missingEosPenalty: 3"));

    assertThat(recipe.rewards(List.of(Rollouts.scored(0, 2), Rollouts.scored(2, 5))))
        .isEqualTo(RunningMoments.of(2, 2));
  }

  @Test
  void theRatioDividesByWhatIsAskedFor() {
    assertThat(PpoMax.of(PpoFixture.settings("importanceSampling: sampler")).ratioBase(ANSWER))
        .isEqualTo(ANSWER.logProbs());
    assertThat(PpoMax.of(PpoFixture.settings("importanceSampling: reference")).ratioBase(ANSWER))
        .isEqualTo(ANSWER.reference());
  }

  private static Experience judge(PpoMax recipe) {
    RunningMoments seen = RunningMoments.of(2, 4, 4, 4, 5, 5, 7, 9);
    return recipe.judge(List.of(ANSWER), new KlPenalty(0.1), seen).get(0);
  }
}
