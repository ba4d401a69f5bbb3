package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientBufferTest {

  private final FormulaBench bench = new FormulaBench();
  private final Map<String, NDArray> buffers = Map.of("w", bench.tensor(new Shape(0)));

  @AfterEach
  void close() {
    bench.close();
  }

  private void addProduct() {
    NDArray a = bench.tensor(new Shape(2, 2), 1, 2, 3, 4);
    NDArray b = bench.tensor(new Shape(2, 1), 10, 100);
    bench.call(new GradientBuffer(), "add_product", buffers, "w", a, b);
  }

  private void addRows(NDArray weight, NDArray gradient, long... rows) {
    NDArray ids = bench.ids(new Shape(1, rows.length), rows);
    bench.call(new GradientBuffer(), "add_rows", Map.of("w", weight), buffers, "w", ids, gradient);
  }

  @Test
  void theFirstProductBecomesTheBufferAndOthersAreAdded() {
    addProduct();
    assertThat(buffers.get("w").getShape()).isEqualTo(new Shape(2, 1));
    assertThat(buffers.get("w").toFloatArray()).containsExactly(310, 420);

    addProduct();
    assertThat(buffers.get("w").toFloatArray()).containsExactly(620, 840);
  }

  @Test
  void rowsThatWereReadGetWhatTheyGaveAndOthersNothing() {
    NDArray weight = bench.tensor(new Shape(4, 1), 7, 7, 7, 7);
    NDArray gradient = bench.tensor(new Shape(1, 3, 1), 1, 20, 300);

    addRows(weight, gradient, 3, 1, 3);
    assertThat(buffers.get("w").toFloatArray()).containsExactly(0, 20, 0, 301);

    addRows(weight, gradient, 0, 1, 2);
    assertThat(buffers.get("w").toFloatArray()).containsExactly(1, 40, 300, 301);
  }

  /** The same bits as a gradient of the whole embedding that is added: one sum for each row. */
  @Test
  void whatARowGetsMoreThanOnceIsSummedBeforeItIsAdded() {
    NDArray weight = bench.tensor(new Shape(1, 1), 7);
    float large = 1 << 24;

    addRows(weight, bench.tensor(new Shape(1, 1, 1), large), 0);
    addRows(weight, bench.tensor(new Shape(1, 2, 1), 1, 1), 0, 0);

    assertThat(buffers.get("w").getFloat(0, 0)).isEqualTo(large + 2, within(0f));
  }
}
