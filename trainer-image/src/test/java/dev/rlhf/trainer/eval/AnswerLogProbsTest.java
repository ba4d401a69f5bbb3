package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.generate.Scorer;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerLogProbsTest {

  @Test
  void anAnswersIsTheSumOverItsOwnTokensEachAloneWithWhatCameBefore() throws IOException {
    try (NDManager manager = TorchRuntime.manager()) {
      Scorer model = new Scorer(TinyLlama.model(true, manager));

      AnswerLogProbs logProbs = AnswerLogProbs.of(Answers.RAGGED, model);

      assertThat(logProbs.tokens()).containsExactly(3, 1, 7);
      for (int row = 0; row < Answers.RAGGED.size(); row++) {
        assertThat(logProbs.sums()[row])
            .isCloseTo(tokenByToken(Answers.RAGGED.get(row), model), within(1e-5));
      }
    }
  }

  private static double tokenByToken(Answer answer, Scorer model) {
    long[] sequence = answer.sequence();
    double sum = 0;
    for (int end = answer.promptIds().length + 1; end <= sequence.length; end++) {
      float[] scores = model.score(List.of(Arrays.copyOf(sequence, end))).get(0);
      sum += scores[scores.length - 1];
    }
    return sum;
  }

  @Test
  void perplexityIsThatOfAllTokensAndNotTheMeanOfAnswers() {
    // Four tokens of probability 1/2, one of 1/8: the geometric mean of 2, 2, 2, 2, 8.
    AnswerLogProbs logProbs =
        new AnswerLogProbs(new double[] {-4 * Math.log(2), -Math.log(8)}, new int[] {4, 1});

    assertThat(logProbs.perplexity()).isCloseTo(Math.pow(128, 1 / 5.0), within(1e-12));
    assertThat(logProbs.allTokens()).isEqualTo(5);
  }

  @Test
  void twoModelsAreComparedAnswerByAnswer() {
    AnswerLogProbs one = new AnswerLogProbs(new double[] {-1, -2}, new int[] {1, 2});
    AnswerLogProbs other = new AnswerLogProbs(new double[] {-1.5, -1}, new int[] {1, 2});

    assertThat(one.above(other)).containsExactly(0.5, -1);
  }
}
