package dev.rlhf.trainer.bench;

import java.io.IOException;

/** Work that a benchmark times: one step, one iteration, one batch of answers. */
public interface Workload extends AutoCloseable {

  /** Does it once. */
  void run() throws IOException;

  @Override
  void close();
}
