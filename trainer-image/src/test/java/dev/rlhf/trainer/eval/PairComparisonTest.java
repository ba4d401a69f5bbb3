package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PairComparisonTest {
  private static final EncodedDialogue SHORT = dialogue(3, 4, 9, 2);
  private static final EncodedDialogue SAME_LENGTH = dialogue(3, 4, 12, 2);
  private static final EncodedDialogue LONG = dialogue(3, 4, 21, 30, 4, 9, 12, 2);

  private final NDManager manager = TorchRuntime.manager();
  private RewardScorer rewards;

  @BeforeEach
  void open() throws IOException {
    rewards = new RewardScorer(TinyLlama.rewardModel(5, manager));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theLongerOneWinsAndEqualLengthsCountHalf() {
    EvaluationReport.Pairs pairs =
        report(pair(LONG, SHORT), pair(SHORT, SAME_LENGTH), pair(SHORT, LONG), pair(LONG, SHORT));

    assertThat(pairs.pairs()).isEqualTo(4);
    assertThat(pairs.longerWins().mean()).isEqualTo(2.5 / 4);
  }

  @Test
  void accuracyIsHowOftenTheChosenOneIsScoredHigher() {
    boolean longIsBetter = reward(LONG) > reward(SHORT);
    EncodedPair right = longIsBetter ? pair(LONG, SHORT) : pair(SHORT, LONG);
    EncodedPair wrong = longIsBetter ? pair(SHORT, LONG) : pair(LONG, SHORT);

    assertThat(report(right, right, right, wrong).accuracy().mean()).isEqualTo(0.75);
    assertThat(report(right, right).accuracy()).isEqualTo(new Interval(1, 1, 1));
    assertThat(report(pair(SHORT, SHORT), wrong).accuracy().mean()).isEqualTo(0.25);
  }

  @Test
  void anAnswersScoreIsTheSameAloneAndBesideLongerOnes() {
    double[] together = new RewardModelScorer(rewards).scores(Answers.RAGGED);

    for (int row = 0; row < together.length; row++) {
      List<Answer> alone = Answers.RAGGED.subList(row, row + 1);
      assertThat(together[row])
          .isCloseTo(new RewardModelScorer(rewards).scores(alone)[0], within(1e-5));
    }
  }

  private float reward(EncodedDialogue dialogue) {
    return rewards.rewards(List.of(Arrays.stream(dialogue.ids()).asLongStream().toArray()))[0];
  }

  private EvaluationReport.Pairs report(EncodedPair... pairs) {
    return new PairComparison(List.of(pairs), rewards).report(new Bootstrap(CounterRandom.of(1)));
  }

  private static EncodedPair pair(EncodedDialogue chosen, EncodedDialogue rejected) {
    return new EncodedPair(chosen, rejected);
  }

  private static EncodedDialogue dialogue(int... ids) {
    return new EncodedDialogue(ids, new int[] {ids.length - 1}, false);
  }
}
