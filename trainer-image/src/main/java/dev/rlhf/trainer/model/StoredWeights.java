package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FloatTransfer;
import java.io.IOException;
import java.util.Map;

/** The weights of a folder, open for reading. */
sealed interface StoredWeights extends AutoCloseable permits WeightFiles, AdaptedWeights {

  /** Refuses weights that do not fit what is expected, before any is read. */
  void check(Map<String, Shape> expected);

  boolean has(String name);

  /** A weight as fp32, owned by {@code owner}. */
  NDArray read(String name, FloatTransfer transfer, NDManager owner) throws IOException;

  @Override
  void close() throws IOException;
}
