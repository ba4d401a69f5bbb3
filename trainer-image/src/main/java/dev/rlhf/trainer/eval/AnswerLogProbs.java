package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.generate.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * log p of whole answers under a model at temperature 1: the sum over their tokens, end-of-sequence
 * included.
 *
 * @param sums one for each answer, in nats
 * @param tokens of each answer
 */
record AnswerLogProbs(double[] sums, int[] tokens) {

  static AnswerLogProbs of(List<Answer> answers, Scorer model) {
    List<float[]> scores = model.score(answers.stream().map(Answer::sequence).toList());
    double[] sums =
        IntStream.range(0, answers.size())
            .mapToDouble(i -> LastTokens.sum(scores.get(i), answers.get(i).ids().length))
            .toArray();
    return new AnswerLogProbs(sums, answers.stream().mapToInt(a -> a.ids().length).toArray());
  }

  /** exp of the mean negative log-probability of a token. */
  double perplexity() {
    return Math.exp(-Arrays.stream(sums).sum() / allTokens());
  }

  int allTokens() {
    return Arrays.stream(tokens).sum();
  }

  /** log p of each answer less that under another model. */
  double[] above(AnswerLogProbs other) {
    return IntStream.range(0, sums.length).mapToDouble(i -> sums[i] - other.sums[i]).toArray();
  }
}
