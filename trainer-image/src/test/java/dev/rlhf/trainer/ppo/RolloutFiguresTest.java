package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutFiguresTest {

  /** Answers of one token and of two, of which the second was cut off. */
  private static final List<Experience> EXPERIENCES =
      List.of(
          new Experience(
              new ScoredRollout(
                  new Rollout(new long[] {3}, new long[] {2}, true),
                  new float[] {-1},
                  new float[] {0.5f},
                  new float[] {-1.5f},
                  new float[] {1},
                  2),
              0.5,
              new double[] {3},
              new double[] {4}),
          new Experience(
              new ScoredRollout(
                  new Rollout(new long[] {3, 4}, new long[] {5, 6}, false),
                  new float[] {-2, -3},
                  new float[] {1, 1.5f},
                  new float[] {-1, -3},
                  new float[] {0, 2},
                  4),
              -0.25,
              new double[] {0, -3},
              new double[] {0, -1}));

  private final Map<PpoFigure, Double> figures = RolloutFigures.of(EXPERIENCES);

  @Test
  void meansOfAnswersAreOverAnswers() {
    assertFigure(PpoFigure.REWARD, 3);
    assertFigure(PpoFigure.REWARD_STD, 1);
    assertFigure(PpoFigure.REWARD_NORMALIZED, 0.125);
    assertFigure(PpoFigure.RESPONSE_LENGTH, 1.5);
    assertFigure(PpoFigure.TRUNCATED_RATE, 0.5);
  }

  @Test
  void meansOfTokensAreOverTokensHoweverLongTheirAnswers() {
    assertFigure(PpoFigure.KL, (0.5 - 1 + 0) / 3);
    assertFigure(PpoFigure.ENTROPY, 1);
    assertFigure(PpoFigure.PERPLEXITY, Math.exp(2));
    assertFigure(PpoFigure.ADVANTAGE_MEAN, 0);
    assertFigure(PpoFigure.ADVANTAGE_STD, Math.sqrt(6));
    assertFigure(PpoFigure.RETURN_MEAN, 1);
    assertFigure(PpoFigure.VALUE_MEAN, 1);
  }

  @Test
  void explainedVarianceComparesErrorsWithReturns() {
    // Returns 4, 0, -1 vary by 14 / 3, what the values leave of them by 18 / 3.
    assertFigure(PpoFigure.EXPLAINED_VARIANCE, 1 - 18 / 14.0);
  }

  @Test
  void equalReturnsLeaveNothingToExplain() {
    assertThat(RolloutFigures.of(EXPERIENCES.subList(0, 1)))
        .doesNotContainKey(PpoFigure.EXPLAINED_VARIANCE);
  }

  private void assertFigure(PpoFigure figure, double expected) {
    assertThat(figures.get(figure)).as(figure.id()).isCloseTo(expected, within(1e-6));
  }
}
