package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.model.TokenLogProbs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoringMemoryTest {

  private static final ModelSize MODEL = new ModelSize(1000, 1000, 10, 4, false, 2, 19, 20, 6);

  @Test
  void statesAndOneLayerAreThereAndLogitsWithTheirLogSoftmax() {
    assertThat(new ScoringMemory(MODEL, 3, 30, 15).peak().bytes())
        .isEqualTo(
            Map.of(
                MemoryPart.ACTIVATIONS, 4 * 3 * 30 * (4 + 20L),
                MemoryPart.LOGITS, 4 * 2 * 15 * 10L));
  }

  @Test
  void logitsAreThoseOfAChunk() {
    long chunk = TokenLogProbs.rowsOfChunk(10);
    assertThat(new ScoringMemory(MODEL, 3, 30, 5 * chunk).peak().bytes())
        .containsEntry(MemoryPart.LOGITS, 4 * 2 * chunk * 10);
  }
}
