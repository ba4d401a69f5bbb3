package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairRewardsTest {

  private static final double LOG_3 = Math.log(3);
  private static final double LOG_9 = Math.log(9);

  /** Margins of log 3, log 3, -log 3 and log 9: sigma is 3/4, 3/4, 1/4 and 9/10. */
  private static final PairRewards FOUR =
      new PairRewards(new double[] {LOG_3, 1 + LOG_3, 0, LOG_9}, new double[] {0, 1, LOG_3, 0});

  @Test
  void accuracyIsTheShareOfPairsRankedRight() {
    assertThat(FOUR.accuracy()).isEqualTo(0.75);
    assertThat(new PairRewards(new double[] {2}, new double[] {2}).accuracy()).isZero();
  }

  @Test
  void meansOfRewardsAndMargins() {
    assertThat(FOUR.chosenMean()).isCloseTo((1 + 2 * LOG_3 + LOG_9) / 4, within(1e-12));
    assertThat(FOUR.rejectedMean()).isCloseTo((1 + LOG_3) / 4, within(1e-12));
    assertThat(FOUR.marginMean()).isCloseTo((LOG_3 + LOG_9) / 4, within(1e-12));
  }

  @Test
  void brierScoreIsTheSquaredErrorOfTheProbability() {
    double expected = (0.25 * 0.25 + 0.25 * 0.25 + 0.75 * 0.75 + 0.1 * 0.1) / 4;
    assertThat(FOUR.brierScore()).isCloseTo(expected, within(1e-12));
    assertThat(new PairRewards(new double[] {2}, new double[] {2}).brierScore()).isEqualTo(0.25);
  }

  @Test
  void calibrationErrorComparesConfidenceWithAccuracyInEachBin() {
    // Bin of 3/4: two of three right, against a confidence of 3/4; bin of 9/10: one of one.
    double expected = (Math.abs(2 - 3 * 0.75) + Math.abs(1 - 0.9)) / 4;
    assertThat(FOUR.calibrationError()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void certaintyThatIsRightHasNoError() {
    PairRewards certain = new PairRewards(new double[] {900}, new double[] {-900});
    assertThat(certain.brierScore()).isZero();
    assertThat(certain.calibrationError()).isZero();
  }

  @Test
  void refusesRewardsThatAreNoPairs() {
    assertThatThrownBy(() -> new PairRewards(new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
