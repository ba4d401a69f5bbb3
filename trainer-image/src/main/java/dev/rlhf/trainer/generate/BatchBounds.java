package dev.rlhf.trainer.generate;

import ai.djl.Device;

/** How many sequences are continued at a time. */
public final class BatchBounds {

  private BatchBounds() {}

  /** Rows of a batch of sequences that all have {@code width} tokens. */
  public static int rows(long parameters, long width) {
    return PaddedBatch.rows(new CallWork(parameters, Device.cpu()).tokens(), width);
  }
}
