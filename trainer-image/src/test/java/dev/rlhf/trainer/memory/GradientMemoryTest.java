package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.model.ModelSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientMemoryTest {

  /** 1000 parameters, of which the head has 10 * 4. */
  private static final ModelSize MODEL = new ModelSize(1000, 10, 4, false, 50, 20, 6);

  @Test
  void activationsAndLogitsAreThePeakOfManyTokens() {
    MemoryEstimate peak = new GradientMemory(MODEL, 2, 30, 60, false).peak();
    assertThat(peak.bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.GRADIENTS, 4 * 40L,
                MemoryPart.ACTIVATIONS, 4 * 60 * 70L,
                MemoryPart.LOGITS, 4 * 4 * 60 * 10L));
  }

  @Test
  void gradientsAreThePeakOfFewTokens() {
    MemoryEstimate peak = new GradientMemory(MODEL, 1, 2, 2, false).peak();
    assertThat(peak.bytes())
        .isEqualTo(Map.of(MemoryPart.GRADIENTS, 4 * 1040L, MemoryPart.ACTIVATIONS, 4 * 2 * 20L));
  }

  @Test
  void aLaterMicroBatchFindsItsBuffersFull() {
    MemoryEstimate peak = new GradientMemory(MODEL, 1, 2, 2, true).peak();
    assertThat(peak.bytes().get(MemoryPart.GRADIENTS)).isEqualTo(4 * 2000);
  }

  @Test
  void logitsAreComputedInChunks() {
    ModelSize wide = new ModelSize(1000, 1 << 20, 1, false, 50, 20, 6);
    MemoryEstimate peak = new GradientMemory(wide, 1, 4000, 4000, false).peak();
    assertThat(peak.bytes().get(MemoryPart.LOGITS)).isEqualTo(4 * 4L * (1 << 24));
  }

  @Test
  void aRewardNeedsNoLogits() {
    MemoryEstimate peak = new GradientMemory(MODEL, 2, 30, 0, false).peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.LOGITS, 0L);
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 0L);
  }
}
