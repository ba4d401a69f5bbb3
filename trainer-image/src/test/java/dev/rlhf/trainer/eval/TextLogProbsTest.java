package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.trainer.tensor.CounterRandom;
import org.junit.jupiter.api.Test;

class TextLogProbsTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(CounterRandom.of(1));

  @Test
  void everyTokenButTheFirstIsPredictedOnce() {
    long[] ids = {1, 2, 3, 4, 5, 6, 7};

    assertThat(TextLogProbs.windows(ids, 3))
        .containsExactly(new long[] {1, 2, 3}, new long[] {3, 4, 5}, new long[] {5, 6, 7});
    assertThat(TextLogProbs.windows(ids, 4))
        .containsExactly(new long[] {1, 2, 3, 4}, new long[] {4, 5, 6, 7});
    assertThat(TextLogProbs.windows(ids, 6))
        .containsExactly(new long[] {1, 2, 3, 4, 5, 6}, new long[] {6, 7});
    assertThat(TextLogProbs.windows(ids, 7)).containsExactly(ids);
  }

  @Test
  void perplexityGoesByTokensNotByTexts() {
    // 3 nats over 1 token and 9 over 9: 12 over 10, and not the mean of 3 and 1.
    TextLogProbs model = new TextLogProbs(new double[] {3, 9}, new int[] {1, 9});

    assertThat(model.perplexity(BOOTSTRAP).mean()).isCloseTo(Math.exp(1.2), within(1e-12));
    assertThat(model.perplexity(BOOTSTRAP).low()).isCloseTo(Math.exp(1), within(1e-12));
    assertThat(model.perplexity(BOOTSTRAP).high()).isCloseTo(Math.exp(3), within(1e-12));
    assertThat(model.allTokens()).isEqualTo(10);
  }

  @Test
  void theRatioIsPairedByText() {
    // One model needs half a nat more for each token of each text: the ratio has no width.
    TextLogProbs before = new TextLogProbs(new double[] {2, 12}, new int[] {4, 8});
    TextLogProbs after = new TextLogProbs(new double[] {4, 16}, new int[] {4, 8});

    Interval ratio = after.perplexityOver(before, BOOTSTRAP);

    assertThat(ratio.low()).isCloseTo(Math.exp(0.5), within(1e-12));
    assertThat(ratio.high()).isCloseTo(Math.exp(0.5), within(1e-12));
    assertThat(before.perplexityOver(before, BOOTSTRAP)).isEqualTo(new Interval(1, 1, 1));
  }
}
