package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LikeliestChoiceTest {

  @Test
  void theLargestSumIsTaken() {
    assertThat(LikeliestChoice.bySum(new double[] {-7, -3, -5})).isEqualTo(1);
    assertThat(LikeliestChoice.bySum(new double[] {-7, -3, -2.5})).isEqualTo(2);
  }

  @Test
  void aLongChoiceIsNotTheWorseForItsLength() {
    // -0.6, -0.5 and -0.4 for each character, while the sums go the other way round.
    assertThat(LikeliestChoice.byLength(new double[] {-3, -5, -8}, new int[] {5, 10, 20}))
        .isEqualTo(2);
    assertThat(LikeliestChoice.bySum(new double[] {-3, -5, -8})).isZero();
  }

  @Test
  void ofEqualOnesTheFirstIsTaken() {
    assertThat(LikeliestChoice.bySum(new double[] {-3, -2, -2})).isEqualTo(1);
    assertThat(LikeliestChoice.byLength(new double[] {-2, -4, -4}, new int[] {2, 4, 4})).isZero();
  }
}
