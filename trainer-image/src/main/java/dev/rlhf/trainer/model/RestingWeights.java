package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.Lanes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of a model that only answers: in memory while it is asked, and read from their files the
 * next time, the same bits.
 *
 * <p>The files stay open. So a folder that is deleted or replaced meanwhile is read as it was.
 */
final class RestingWeights implements AutoCloseable {

  private final StoredWeights stored;
  private final List<String> names;
  private final NDManager manager;
  private final Map<String, NDArray> present = new LinkedHashMap<>();

  /** Owns those in memory. */
  private NDManager scope;

  /** All weights of a model; tensors belong to {@code manager} while they are there. */
  RestingWeights(StoredWeights stored, ModelConfig config, NDManager manager) {
    this.stored = stored;
    names = List.copyOf(ModelWeights.shapes(config).keySet());
    this.manager = manager;
  }

  /** Those in memory: all or none. */
  Map<String, NDArray> present() {
    return Collections.unmodifiableMap(present);
  }

  /**
   * Reads them, in the lanes, whose gradients come after them: what the allocator keeps of the ones
   * is there for the others.
   */
  void wake() throws IOException {
    Lanes lanes = Lanes.of(manager);
    scope = manager.newSubManager();
    try {
      lanes.each(lanes.deal(names), (part, lane) -> read(part)).forEach(present::putAll);
    } catch (UncheckedIOException e) {
      rest();
      throw e.getCause();
    } catch (RuntimeException e) {
      rest();
      throw e;
    }
  }

  void rest() {
    present.clear();
    scope.close();
  }

  private Map<String, NDArray> read(List<String> part) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    try (FloatTransfer transfer = new FloatTransfer(scope)) {
      for (String name : part) {
        weights.put(name, stored.read(name, transfer, scope));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return weights;
  }

  @Override
  public void close() {
    try {
      stored.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
