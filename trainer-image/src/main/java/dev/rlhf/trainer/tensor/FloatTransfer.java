package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Moves fp32 tensors between Java and the device in chunks.
 *
 * <p>A tensor may exceed the 2 GiB of a Java buffer; one chunk never does, and one buffer serves
 * all.
 */
public final class FloatTransfer implements AutoCloseable {

  private static final int CHUNK = 1 << 22;

  private final NDManager scope;
  private final TorchModule module;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.nativeOrder());

  /** Fills {@code chunk}, whose first element is the tensor's element {@code start}. */
  @FunctionalInterface
  public interface Source {
    void fill(long start, FloatBuffer chunk) throws IOException;
  }

  /** Takes the next elements of a tensor, in native byte order. */
  @FunctionalInterface
  public interface Sink {
    void take(ByteBuffer chunk) throws IOException;
  }

  private record FlatChunk() implements Formula {
    @Override
    public String source() {
      return """
      def put_chunk(self, tensor: Tensor, start: int, chunk: Tensor) -> None:
        tensor.view([-1]).narrow(0, start, chunk.size(0)).copy_(chunk)

      def get_chunk(self, tensor: Tensor, start: int, length: int) -> Tensor:
        return tensor.detach().reshape([-1]).narrow(0, start, length).contiguous()
      """;
    }
  }

  /** The caller closes it before {@code manager}. */
  public FloatTransfer(NDManager manager) {
    scope = manager.newSubManager();
    module = TorchProgram.of(new FlatChunk()).load(scope);
  }

  /** A new fp32 tensor of {@code owner} with the source's content. */
  public NDArray read(NDManager owner, Shape shape, Source source) throws IOException {
    NDArray tensor = owner.create(shape, DataType.FLOAT32);
    long size = shape.size();
    for (long start = 0; start < size; start += CHUNK) {
      int length = (int) Math.min(CHUNK, size - start);
      ByteBuffer bytes =
          buffer.duplicate().order(ByteOrder.nativeOrder()).limit(length * Float.BYTES);
      source.fill(start, bytes.asFloatBuffer());
      try (NDArray chunk = scope.create(bytes, new Shape(length), DataType.FLOAT32)) {
        module.call("put_chunk", scope, tensor, start, chunk);
      }
    }
    return tensor;
  }

  /** Hands the tensor's elements to the sink, first to last. */
  public void write(NDArray tensor, Sink sink) throws IOException {
    long size = tensor.getShape().size();
    for (long start = 0; start < size; start += CHUNK) {
      long length = Math.min(CHUNK, size - start);
      try (NDManager step = scope.newSubManager()) {
        NDArray chunk = module.call("get_chunk", step, tensor, start, length).singletonOrThrow();
        sink.take(chunk.toByteBuffer());
      }
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
