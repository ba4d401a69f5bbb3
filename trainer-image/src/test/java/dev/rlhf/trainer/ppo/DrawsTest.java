package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

  private static final Draws DRAWS = Draws.of(3);

  @Test
  void everyPromptIsDrawnOnceBeforeAnyIsDrawnTwice() {
    int[] drawn =
        IntStream.rangeClosed(1, 10).flatMap(i -> Arrays.stream(DRAWS.prompts(i, 4, 10))).toArray();

    for (int epoch = 0; epoch < 4; epoch++) {
      assertThat(Arrays.copyOfRange(drawn, 10 * epoch, 10 * epoch + 10))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
    assertThat(Arrays.copyOf(drawn, 10)).isNotEqualTo(Arrays.copyOfRange(drawn, 10, 20));
  }

  @Test
  void fewerPromptsThanAnIterationAsksForAreAskedAgain() {
    assertThat(DRAWS.prompts(1, 5, 2)).hasSize(5).containsOnly(0, 1);
  }

  @Test
  void isAFunctionOfSeedPurposeAndStep() {
    assertThat(DRAWS.answers(2)).isEqualTo(Draws.of(3).answers(2)).isNotEqualTo(DRAWS.answers(3));
    assertThat(DRAWS.answers(2)).isNotEqualTo(Draws.of(4).answers(2));
    assertThat(DRAWS.rollouts(1, 0, 20))
        .isEqualTo(Draws.of(3).rollouts(1, 0, 20))
        .isNotEqualTo(DRAWS.rollouts(1, 1, 20))
        .isNotEqualTo(DRAWS.rollouts(2, 0, 20));
  }
}
