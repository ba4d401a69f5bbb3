package dev.rlhf.trainer.eval;

import java.util.stream.IntStream;

/**
 * Which choice of a multiple-choice question a model takes: the one that it finds likeliest as its
 * answer.
 *
 * <p>By sum: argmax_c log p(c | q). By length: argmax_c log p(c | q) / |c|, where |c| is the number
 * of c's characters, so that a long choice is not the worse for it. Of choices that are equally
 * likely the first is taken. These are {@code acc} and {@code acc_norm} of lm-evaluation-harness.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">EleutherAI's
 *     lm-evaluation-harness, task.py, output type multiple_choice</a>
 */
final class LikeliestChoice {
  private LikeliestChoice() {}

  /** By the sums log p(c | q) over the tokens of each choice. */
  static int bySum(double[] logProbs) {
    int likeliest = 0;
    for (int choice = 1; choice < logProbs.length; choice++) {
      likeliest = logProbs[choice] > logProbs[likeliest] ? choice : likeliest;
    }
    return likeliest;
  }

  /** By those sums, each over the number of its choice's characters. */
  static int byLength(double[] logProbs, int[] characters) {
    return bySum(
        IntStream.range(0, logProbs.length)
            .mapToDouble(choice -> logProbs[choice] / characters[choice])
            .toArray());
  }
}
