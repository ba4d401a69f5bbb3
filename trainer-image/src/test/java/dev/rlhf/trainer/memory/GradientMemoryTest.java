package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.ModelSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientMemoryTest {

  /** 1000 parameters, of which the head has 10 * 4; 2 * 19 + 3 * 4 numbers are kept of a token. */
  private static final ModelSize MODEL = new ModelSize(1000, 1000, 10, 4, false, 2, 19, 12, 6);

  private static final ModelSize TIED = new ModelSize(1000, 1000, 10, 4, true, 2, 19, 12, 6);

  /** Every token of one micro-batch is learnt. */
  private static MemoryEstimate peak(ModelSize model, long rows, long width, boolean later) {
    LearntTokens all = LearntTokens.byCrossEntropy(rows * width);
    return new GradientMemory(model, Activations.KEPT, rows, width, all, later).peak();
  }

  @Test
  void activationsAndLogitsAreThePeakOfManyTokens() {
    assertThat(peak(MODEL, 2, 30, false).bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.GRADIENTS, 0L,
                MemoryPart.ACTIVATIONS, 4 * 60 * 50L,
                MemoryPart.LOGITS, 4 * 2 * 60 * 10L));
  }

  @Test
  void ofLogProbabilitiesTheLogitsThemselvesAreKept() {
    LearntTokens answers = LearntTokens.byLogProbabilities(60);
    assertThat(new GradientMemory(MODEL, Activations.KEPT, 2, 30, answers, false).peak().bytes())
        .containsEntry(MemoryPart.LOGITS, 4 * 4 * 60 * 10L);
  }

  @Test
  void theHeadsGradientIsThePeakOfAWideVocabulary() {
    ModelSize wide = new ModelSize(4100, 4100, 1000, 4, false, 2, 19, 12, 6);
    assertThat(peak(wide, 1, 1, false).bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.GRADIENTS, 4 * 4000L,
                MemoryPart.ACTIVATIONS, 4 * 50L,
                MemoryPart.LOGITS, 4 * 1000L));
  }

  /** Beside them are the 19 and 12 numbers of a token in the first layer. */
  @Test
  void gradientsAreThePeakOfFewTokens() {
    assertThat(peak(MODEL, 1, 2, false).bytes())
        .isEqualTo(
            Map.of(MemoryPart.GRADIENTS, 4 * 1000L, MemoryPart.ACTIVATIONS, 4 * 2 * (19 + 12L)));
  }

  @Test
  void anEmbeddingThatIsTheHeadHasOneGradient() {
    assertThat(peak(TIED, 1, 1, false).bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * 1000L);
  }

  /** Beside them are those of one layer of two; embedding and head have 40 each. */
  @Test
  void aLaterMicroBatchFindsItsBuffersFull() {
    assertThat(peak(MODEL, 1, 2, true).bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.GRADIENTS, 4 * (1000 + (1000 - 80) / 2L),
                MemoryPart.ACTIVATIONS, 4 * 2 * (50 + 12L)));
    assertThat(peak(TIED, 1, 2, true).bytes())
        .containsEntry(MemoryPart.GRADIENTS, 4 * (1000 + (1000 - 40) / 2L));
  }

  @Test
  void aRewardModelsHeadIsNoneOfTheVocabulary() {
    MemoryEstimate peak =
        new GradientMemory(MODEL, Activations.KEPT, 1, 2, LearntTokens.NONE, true).peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * (1000 + (1000 - 40) / 2L));
  }

  @Test
  void theGradientOfAWideEmbeddingIsAddedWithoutATensorOfItsOwn() {
    ModelSize wide = new ModelSize(4100, 4100, 1000, 4, true, 2, 19, 12, 6);
    MemoryEstimate peak =
        new GradientMemory(wide, Activations.KEPT, 1, 1, LearntTokens.NONE, true).peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * (4100 + 100 / 2L));
  }

  @Test
  void logitsAreComputedInChunksAfterWhichTheHeadHasAGradient() {
    ModelSize wide = new ModelSize(1 << 21, 1 << 21, 1 << 20, 1, false, 2, 19, 12, 6);
    assertThat(peak(wide, 1, 4000, false).bytes())
        .containsEntry(MemoryPart.LOGITS, 4 * 2L * (1 << 24))
        .containsEntry(MemoryPart.GRADIENTS, 4 * (1L << 20));
  }

  @Test
  void recomputedLayersKeepTheirInputsAndOneLayersNumbers() {
    MemoryEstimate peak =
        new GradientMemory(MODEL, Activations.RECOMPUTED, 2, 300, LearntTokens.NONE, false).peak();
    // Five hidden states of a token, the layer's 19, and 12 in passing.
    assertThat(peak.bytes()).containsEntry(MemoryPart.ACTIVATIONS, 4 * 600 * (20 + 19 + 12L));
  }

  @Test
  void besideRecomputedLayersBuffersAreFilledOneByOneToo() {
    MemoryEstimate peak =
        new GradientMemory(
                MODEL, Activations.RECOMPUTED, 1, 1, LearntTokens.byCrossEntropy(1), true)
            .peak();
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * (1000 + 460L));
  }

  @Test
  void anAdapterAloneHasGradients() {
    ModelSize adapted = new ModelSize(1000, 70, 10, 4, false, 2, 19, 12, 6);
    assertThat(peak(adapted, 2, 30, true).bytes()).containsEntry(MemoryPart.GRADIENTS, 4 * 70L);
  }

  @Test
  void aRewardNeedsNoLogits() {
    MemoryEstimate peak =
        new GradientMemory(MODEL, Activations.KEPT, 2, 30, LearntTokens.NONE, false).peak();
    assertThat(peak.bytes()).doesNotContainKey(MemoryPart.LOGITS);
    assertThat(peak.bytes()).containsEntry(MemoryPart.GRADIENTS, 0L);
  }
}
