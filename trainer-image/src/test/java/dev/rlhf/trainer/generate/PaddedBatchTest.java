package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaddedBatchTest {

  private static final List<long[]> SEQUENCES =
      List.of(new long[] {1}, new long[] {2, 2, 2}, new long[] {3, 3}, new long[] {4, 4, 4, 4, 4});

  @Test
  void cutsByLengthWithinTheBoundOfTokens() {
    assertThat(PaddedBatch.cut(SEQUENCES, 6))
        .extracting(PaddedBatch::rows)
        .containsExactly(List.of(3), List.of(1, 2), List.of(0));
  }

  @Test
  void aSequenceBeyondTheBoundStandsAlone() {
    assertThat(PaddedBatch.cut(SEQUENCES, 1)).extracting(PaddedBatch::size).containsOnly(1);
  }

  @Test
  void batchesThatMustBeManyHaveLikeShares() {
    List<long[]> ten = Collections.nCopies(10, new long[] {1});
    assertThat(PaddedBatch.cut(ten, 9)).extracting(PaddedBatch::size).containsExactly(5, 5);
    assertThat(PaddedBatch.cut(ten, 4)).extracting(PaddedBatch::size).containsExactly(4, 3, 3);
  }

  @Test
  void padsOnTheRight() {
    try (NDManager manager = TorchRuntime.manager()) {
      assertThat(PaddedBatch.cut(SEQUENCES, 6).get(1).ids(manager).toLongArray())
          .containsExactly(2, 2, 2, 3, 3, 0);
    }
  }
}
