package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.model.ModelSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawingMemoryTest {

  @Test
  void keysAndValuesAreThereTwiceWhileRowsAreDroppedAndWeightsOnceMore() {
    ModelSize model = new ModelSize(1000, 1000, 10, 4, false, 2, 19, 1, 6);
    assertThat(new DrawingMemory(model, 3, 20, 5).peak().bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.CACHE, 4 * 2 * 3 * 25 * 6L,
                MemoryPart.LOGITS, 4 * 5 * 3 * 10L,
                MemoryPart.COPIES, 4 * 1000L));
  }

  @Test
  void aBatchHasAtMostSixtyFourRowsAndWhatACallMayCompute() {
    ModelSize small = new ModelSize(1000, 1000, 10, 4, false, 2, 19, 1, 6);
    assertThat(rows(new DrawingMemory(small, 1000, 20, 5))).isEqualTo(64);
    // 16,384 tokens of a call.
    assertThat(rows(new DrawingMemory(small, 1000, 1024, 5))).isEqualTo(16);
    // 2e11 operations, two for each parameter and token.
    ModelSize large = new ModelSize(1_000_000_000, 1_000_000_000, 10, 4, false, 2, 19, 1, 6);
    assertThat(rows(new DrawingMemory(large, 1000, 20, 5))).isEqualTo(5);
  }

  private static long rows(DrawingMemory drawing) {
    return drawing.peak().bytes().get(MemoryPart.LOGITS) / (4 * 5 * 10);
  }
}
