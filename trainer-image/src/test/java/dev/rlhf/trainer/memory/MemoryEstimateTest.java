package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final MemoryEstimate SMALL =
      MemoryEstimate.NONE.withNumbers(MemoryPart.WEIGHTS, 10).withNumbers(MemoryPart.LOGITS, 5);
  private static final MemoryEstimate LARGE =
      MemoryEstimate.NONE.withNumbers(MemoryPart.WEIGHTS, 16);

  @Test
  void addsUpPartByPart() {
    assertThat(SMALL.and(LARGE).bytes())
        .isEqualTo(Map.of(MemoryPart.WEIGHTS, 104L, MemoryPart.LOGITS, 20L));
    assertThat(SMALL.and(LARGE).total()).isEqualTo(124);
  }

  @Test
  void ofWhatIsNotThereAtTheSameTimeTheLargerCounts() {
    assertThat(SMALL.or(LARGE)).isEqualTo(LARGE);
    assertThat(LARGE.or(SMALL)).isEqualTo(LARGE);
  }
}
