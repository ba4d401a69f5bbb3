package dev.rlhf.trainer.generate;

import ai.djl.Device;
import dev.rlhf.trainer.model.ModelSize;

/** How many sequences a model reads, and continues, at a time. */
public record BatchBounds(ModelSize model) {

  /** Numbers that caches may always have: half a GiB of fp32. */
  private static final long LEAST_CACHED = 1L << 27;

  /** Rows of one pass over sequences that all have {@code width} tokens, on a processor. */
  public int rowsRead(long width) {
    return PaddedBatch.rows(new CallWork(model.parameters(), Device.cpu()).tokens(), width);
  }

  /**
   * Rows that are continued together, of {@code prompts} that become {@code tokens} long. More of
   * them read the weights less often, as long as their keys and values, which are read as well, are
   * no more than these.
   */
  public long rowsContinued(long prompts, long tokens) {
    return PaddedBatch.share(prompts, mostContinued(tokens));
  }

  int mostContinued(long tokens) {
    long cached = Math.max(LEAST_CACHED, model.parameters());
    return PaddedBatch.rows(cached / model.cached(), tokens);
  }
}
