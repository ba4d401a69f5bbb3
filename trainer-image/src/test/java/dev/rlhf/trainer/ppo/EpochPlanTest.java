package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpochPlanTest {

  @Test
  void cutsAnOrderIntoStepsAndSortsWithinEach() {
    int[] order = {4, 0, 3, 1, 2};
    int[] lengths = {10, 50, 20, 40, 30};

    assertThat(EpochPlan.of(order, lengths, 3, 2).steps())
        .isEqualTo(List.of(List.of(List.of(3, 4), List.of(0)), List.of(List.of(1, 2))));
  }
}
