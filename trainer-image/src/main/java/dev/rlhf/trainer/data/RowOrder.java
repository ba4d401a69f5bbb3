package dev.rlhf.trainer.data;

import dev.rlhf.trainer.tensor.CounterRandom;

/**
 * The order in which an epoch takes the rows: a pure function of seed, epoch and number of rows, so
 * that a resumed stage needs no generator's state.
 *
 * <p>The shuffle of Fisher and Yates, from the last row to the second; row i is exchanged with row
 * floor(u * (i + 1)), u being the i-th number of the epoch's generator as a fraction of 2^64.
 */
public final class RowOrder {

  private RowOrder() {}

  /** The rows' indices, each once. */
  public static int[] of(long seed, long epoch, int rows) {
    CounterRandom random = CounterRandom.of(seed).at("order").at(epoch);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    for (int i = rows - 1; i > 0; i--) {
      int other = scaled(i + 1, random.bits(i));
      int row = order[i];
      order[i] = order[other];
      order[other] = row;
    }
    return order;
  }

  /** The upper half of the 128-bit product of bound and draw, the draw unsigned. */
  private static int scaled(int bound, long draw) {
    long high = Math.multiplyHigh(bound, draw);
    return (int) (draw < 0 ? high + bound : high);
  }
}
