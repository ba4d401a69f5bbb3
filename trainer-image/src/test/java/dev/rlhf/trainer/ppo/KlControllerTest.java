package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KlControllerTest {

  private static final KlController CONTROL = new KlController(0.1, 1000);

  @Test
  void movesInProportionToTheError() {
    // 0.05 * (1 + 0.1 * 100 / 1000) and 0.05 * (1 - 0.1 * 100 / 1000).
    assertThat(CONTROL.next(0.05, 0.11, 100)).isCloseTo(0.0505, within(1e-12));
    assertThat(CONTROL.next(0.05, 0.09, 100)).isCloseTo(0.0495, within(1e-12));
    assertThat(CONTROL.next(0.05, 0.1, 100)).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void takesNoErrorForLargerThanAFifth() {
    assertThat(CONTROL.next(0.05, 5, 100)).isCloseTo(0.051, within(1e-12));
    assertThat(CONTROL.next(0.05, -5, 100)).isCloseTo(0.049, within(1e-12));
  }

  @Test
  void isFixedWithoutATarget() {
    assertThat(new KlController(0, 1000).next(0.05, 5, 100)).isEqualTo(0.05);
  }
}
