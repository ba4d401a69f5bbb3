package dev.rlhf.trainer.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Moves fp32 tensors between Java and the device in chunks, on the tensors' own memory where they
 * are the CPU's: what a file holds is copied once.
 *
 * <p>A tensor may exceed the 2 GiB of a Java buffer; one chunk never does.
 */
public final class FloatTransfer implements AutoCloseable {

  private static final long CHUNK = 1 << 22;

  /** Owns the views of chunks. */
  private final NDManager scope;

  /**
   * Fills {@code chunk}, in native byte order, whose first number is the tensor's {@code start}.
   */
  @FunctionalInterface
  public interface Source {
    void fill(long start, ByteBuffer chunk) throws IOException;
  }

  /** Takes the next elements of a tensor, in native byte order. */
  @FunctionalInterface
  public interface Sink {
    void take(ByteBuffer chunk) throws IOException;
  }

  /** The caller closes it before {@code manager}. */
  public FloatTransfer(NDManager manager) {
    scope = manager.newSubManager();
  }

  /** A new fp32 tensor of {@code owner} with the source's content. */
  public NDArray read(NDManager owner, Shape shape, Source source) throws IOException {
    NDArray tensor = owner.create(shape, DataType.FLOAT32);
    read(tensor, source);
    return tensor;
  }

  /** Fills a contiguous fp32 tensor with the source's content. */
  public void read(NDArray tensor, Source source) throws IOException {
    if (tensor.getDevice().equals(Device.cpu())) {
      eachChunk(tensor, source::fill);
      return;
    }
    try (NDManager step = scope.newSubManager(Device.cpu())) {
      NDArray staged = step.create(tensor.getShape(), DataType.FLOAT32);
      eachChunk(staged, source::fill);
      staged.copyTo(tensor);
    }
  }

  /** Hands the tensor's elements to the sink, first to last. */
  public void write(NDArray tensor, Sink sink) throws IOException {
    eachChunk(tensor, (start, chunk) -> sink.take(chunk));
  }

  private void eachChunk(NDArray tensor, Source visitor) throws IOException {
    long size = tensor.getShape().size();
    for (long start = 0; start < size; start += CHUNK) {
      try (NDManager step = scope.newSubManager()) {
        tensor.tempAttach(step);
        NDArray part = tensor.reshape(-1).get("{}:{}", start, Math.min(start + CHUNK, size));
        visitor.fill(start, part.toByteBuffer(true).order(ByteOrder.nativeOrder()));
      }
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
