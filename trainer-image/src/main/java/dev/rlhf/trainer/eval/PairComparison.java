package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The reward model on held-out pairs, beside the rule that the longer answer is the better one. */
record PairComparison(List<EncodedPair> pairs, RewardScorer rewards) {

  EvaluationReport.Pairs report(Bootstrap bootstrap) {
    float[] chosen = rewards(EncodedPair::chosen);
    float[] rejected = rewards(EncodedPair::rejected);
    return new EvaluationReport.Pairs(
        pairs.size(),
        bootstrap.mean(wins(i -> Float.compare(chosen[i], rejected[i]))),
        bootstrap.mean(wins(i -> longer(pairs.get(i)))));
  }

  private float[] rewards(Function<EncodedPair, EncodedDialogue> side) {
    return rewards.rewards(
        pairs.stream()
            .map(side)
            .map(dialogue -> Arrays.stream(dialogue.ids()).asLongStream().toArray())
            .toList());
  }

  /** Both dialogues begin alike, so the longer one has the longer answer. */
  private static int longer(EncodedPair pair) {
    return Integer.compare(pair.chosen().length(), pair.rejected().length());
  }

  private double[] wins(IntUnaryOperator compared) {
    return IntStream.range(0, pairs.size())
        .mapToDouble(i -> (Integer.signum(compared.applyAsInt(i)) + 1) / 2.0)
        .toArray();
  }
}
