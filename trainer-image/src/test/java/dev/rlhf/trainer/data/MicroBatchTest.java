package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchTest {
  private static final EncodedDialogue SHORT =
      new EncodedDialogue(new int[] {5, 6}, new int[] {1}, false);
  private static final EncodedDialogue LONG =
      new EncodedDialogue(new int[] {7, 8, 9, 10}, new int[] {1, 3}, false);

  @Test
  void partsHoldDialoguesOfLikeLength() {
    List<MicroBatch> parts = MicroBatch.split(List.of(SHORT, LONG, SHORT, LONG, SHORT), 2);

    assertThat(parts)
        .containsExactly(
            new MicroBatch(List.of(LONG, LONG)),
            new MicroBatch(List.of(SHORT, SHORT)),
            new MicroBatch(List.of(SHORT)));
  }

  @Test
  void pairsStayTogetherInTheirLanes() {
    EncodedDialogue better = new EncodedDialogue(new int[] {1, 2, 3}, new int[] {1}, false);
    EncodedDialogue worse = new EncodedDialogue(new int[] {1, 2, 4}, new int[] {1}, false);
    MicroBatch pairs = new MicroBatch(List.of(LONG, better, SHORT, worse));

    try (NDManager manager = TorchRuntime.manager()) {
      assertThat(pairs.dealPairs(Lanes.of(manager)))
          .containsExactly(
              new MicroBatch(List.of(LONG, SHORT)), new MicroBatch(List.of(better, worse)));
    }
  }

  @Test
  void aTargetIsPredictedAtThePlaceBeforeIt() {
    MicroBatch part = new MicroBatch(List.of(LONG, SHORT));

    try (NDManager manager = TorchRuntime.manager()) {
      assertThat(part.ids(manager).toLongArray()).containsExactly(7, 8, 9, 10, 5, 6, 0, 0);
      assertThat(part.positions(manager).toLongArray()).containsExactly(0, 2, 4);
      assertThat(part.targets(manager).toLongArray()).containsExactly(8, 10, 6);
    }
  }
}
