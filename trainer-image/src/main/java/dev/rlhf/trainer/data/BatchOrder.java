package dev.rlhf.trainer.data;

import java.util.Arrays;

/**
 * Which rows make up the batch of a step. Every epoch takes each row once, in an order of its own;
 * the last batch of an epoch holds what is left.
 */
public final class BatchOrder {
  private final long seed;
  private final int rows;
  private final int batchSize;
  private long epoch = -1;
  private int[] order;

  /** The batches of a number of rows. */
  public BatchOrder(long seed, int rows, int batchSize) {
    this.seed = seed;
    this.rows = rows;
    this.batchSize = batchSize;
  }

  /** Steps of one epoch. */
  public long stepsPerEpoch() {
    return (rows + batchSize - 1L) / batchSize;
  }

  /** The rows of a step, the first being 1. */
  public int[] rowsOf(long step) {
    long wanted = (step - 1) / stepsPerEpoch();
    if (wanted != epoch) {
      order = RowOrder.of(seed, wanted, rows);
      epoch = wanted;
    }
    int from = (int) ((step - 1) % stepsPerEpoch()) * batchSize;
    return Arrays.copyOfRange(order, from, Math.min(from + batchSize, rows));
  }
}
