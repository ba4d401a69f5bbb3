package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.ModelSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientMemoryTest {

  /** 1000 parameters, of which the head has 10 * 4; 2 * 19 + 3 * 4 numbers are kept of a token. */
  private static final ModelSize MODEL = new ModelSize(1000, 1000, 10, 4, false, 2, 19, 20, 6);

  @Test
  void activationsAndLogitsAreThePeakOfManyTokens() {
    MemoryEstimate peak = new GradientMemory(MODEL, Activations.KEPT, 2, 30, 60, false).peak();
    assertThat(peak.bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.GRADIENTS, 4 * 40L,
                MemoryPart.ACTIVATIONS, 4 * 60 * 70L,
                MemoryPart.LOGITS, 4 * 4 * 60 * 10L));
  }

  @Test
  void gradientsAreThePeakOfFewTokens() {
    MemoryEstimate peak = new GradientMemory(MODEL, Activations.KEPT, 1, 2, 2, false).peak();
    assertThat(peak.bytes())
        .isEqualTo(Map.of(MemoryPart.GRADIENTS, 4 * 1040L, MemoryPart.ACTIVATIONS, 4 * 2 * 20L));
  }

  @Test
  void aLaterMicroBatchFindsItsBuffersFull() {
    MemoryEstimate peak = new GradientMemory(MODEL, Activations.KEPT, 1, 2, 2, true).peak();
    assertThat(peak.bytes().get(MemoryPart.GRADIENTS)).isEqualTo(4 * 2000);
  }

  @Test
  void logitsAreComputedInChunks() {
    ModelSize wide = new ModelSize(1000, 1000, 1 << 20, 1, false, 2, 19, 20, 6);
    MemoryEstimate peak = new GradientMemory(wide, Activations.KEPT, 1, 4000, 4000, false).peak();
    assertThat(peak.bytes().get(MemoryPart.LOGITS)).isEqualTo(4 * 4L * (1 << 24));
  }

  @Test
  void recomputedLayersKeepTheirInputsAndOneLayersNumbers() {
    MemoryEstimate peak =
        new GradientMemory(MODEL, Activations.RECOMPUTED, 2, 300, 0, false).peak();
    // Five hidden states of a token, the layer's 19, and 20 in passing.
    assertThat(peak.bytes()).containsEntry(MemoryPart.ACTIVATIONS, 4 * 600 * (20 + 19 + 20L));
  }

  @Test
  void recomputedLayersFillTheBuffersOneByOne() {
    MemoryEstimate peak = new GradientMemory(MODEL, Activations.RECOMPUTED, 1, 2, 2, true).peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * (1000 + 40L));
  }

  @Test
  void anAdapterAloneHasGradients() {
    ModelSize adapted = new ModelSize(1000, 70, 10, 4, false, 2, 19, 20, 6);
    MemoryEstimate peak = new GradientMemory(adapted, Activations.KEPT, 2, 30, 60, true).peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * 70L);
  }

  @Test
  void aRewardNeedsNoLogits() {
    MemoryEstimate peak = new GradientMemory(MODEL, Activations.KEPT, 2, 30, 0, false).peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.LOGITS, 0L);
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 0L);
  }
}
