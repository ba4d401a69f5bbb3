package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

  private static final int TENSORS = 4000;
  private static final long NUMBERS = 16 * 1024;

  @Test
  void whatTensorsLeftGoesBackToTheKernel() throws IOException {
    try (NDManager manager = TorchRuntime.manager()) {
      NDArray last = fill(manager);
      long kept = residentBytes();
      NativeHeap.trim();
      long left = TENSORS * NUMBERS * Float.BYTES;
      assertThat(kept - residentBytes()).isGreaterThan(left / 2);
      assertThat(last.sum().getFloat()).isEqualTo(NUMBERS);
    }
  }

  /** Tensors that are closed again, all but one, which lies above them. */
  private static NDArray fill(NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      for (int i = 0; i < TENSORS; i++) {
        scope.ones(new Shape(NUMBERS));
      }
      return manager.ones(new Shape(NUMBERS));
    }
  }

  private static long residentBytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
    return Long.parseLong(pages) * 4096;
  }
}
