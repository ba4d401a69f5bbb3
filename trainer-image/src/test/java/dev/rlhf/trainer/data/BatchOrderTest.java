package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

  /** Numbers of e2e/interop/sft_reference.py, which states the order once more. */
  @Test
  void theOrderIsThatOfTheReference() {
    assertThat(RowOrder.of(11, 0, 10)).containsExactly(2, 0, 3, 4, 7, 9, 8, 5, 1, 6);
    assertThat(RowOrder.of(11, 1, 10)).containsExactly(2, 7, 1, 4, 6, 0, 8, 5, 9, 3);
    assertThat(RowOrder.of(-1, 0, 10)).containsExactly(4, 7, 2, 1, 0, 3, 8, 6, 9, 5);
  }

  @Test
  void anEpochTakesEachRowOnceAndItsLastBatchTheRest() {
    BatchOrder order = new BatchOrder(3, 10, 4);

    assertThat(order.stepsPerEpoch()).isEqualTo(3);
    assertThat(order.rowsOf(3)).hasSize(2);
    for (long epoch = 0; epoch < 3; epoch++) {
      int[] rows =
          LongStream.rangeClosed(epoch * 3 + 1, epoch * 3 + 3)
              .mapToObj(order::rowsOf)
              .flatMapToInt(Arrays::stream)
              .toArray();
      assertThat(rows)
          .containsExactlyInAnyOrder(IntStream.range(0, 10).toArray())
          .containsExactly(RowOrder.of(3, epoch, 10));
    }
  }

  @Test
  void aStepsRowsDoNotDependOnTheStepsBefore() {
    BatchOrder fresh = new BatchOrder(3, 10, 4);
    BatchOrder used = new BatchOrder(3, 10, 4);
    for (long step = 1; step < 8; step++) {
      used.rowsOf(step);
    }

    assertThat(used.rowsOf(8)).containsExactly(fresh.rowsOf(8));
  }

  @Test
  void firstPlacesAreEvenlySpread() {
    int[] counts = new int[5];
    for (int seed = 0; seed < 5000; seed++) {
      counts[RowOrder.of(seed, 0, 5)[0]]++;
    }

    // Standard deviation of a count is 28.
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> Math.abs(count - 1000) < 140);
  }
}
