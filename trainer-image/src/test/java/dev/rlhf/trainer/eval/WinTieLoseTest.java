package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WinTieLoseTest {
  @Test
  void promptsAreCountedOneByOne() {
    double[] aligned = {1, 2, 3, 4};
    double[] sft = {0, 2, 4, 3};

    assertThat(WinTieLose.of(aligned, sft)).isEqualTo(new WinTieLose(0.5, 0.25, 0.25));
  }

  @Test
  void scoresOfDifferentPromptsAreNotCompared() {
    assertThatThrownBy(() -> WinTieLose.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 scores cannot be compared with 3");
  }
}
