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
  void promptsOfALargeModelAreReadInPiecesButContinuedTogether() {
    // 5 prompts are read at a time, by BatchBounds; 14 of them are continued together.
    ModelSize large = new ModelSize(1_000_000_000, 1_000_000_000, 10, 4, false, 2, 19, 9000, 6);
    DrawingMemory drawing = new DrawingMemory(large, 14, 20, 5);
    assertThat(drawing.peak().bytes())
        .containsEntry(MemoryPart.ACTIVATIONS, 4 * 5 * 20 * 9000L)
        .containsEntry(MemoryPart.CACHE, 4 * 14 * 25 * 6L)
        .containsEntry(MemoryPart.LOGITS, 4 * 5 * 5 * 10L);
  }
}
