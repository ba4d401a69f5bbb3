package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A layer of weight [2, 3] under A = [1, -1] and B = [4] at scale 1/2, asked for x = [5, 7]. */
class LowRankTest {

  private static final float PLAIN = 2 * 5 + 3 * 7;
  private static final float UPDATE = (5 - 7) * 4 / 2f;

  private final FormulaBench bench = new FormulaBench();
  private final Map<String, NDArray> w = new LinkedHashMap<>();

  @BeforeEach
  void fill() {
    w.put("a.weight", bench.tensor(new Shape(1, 2), 2, 3));
    w.put("a.lora_A.weight", bench.tensor(new Shape(1, 2), 1, -1));
    w.put("a.lora_B.weight", bench.tensor(new Shape(1, 1), 4));
    w.put("b.weight", bench.tensor(new Shape(1, 2), 2, 3));
    w.put("t.weight", bench.tensor(new Shape(2, 1), 2, 3));
    w.put("t.bias", bench.tensor(new Shape(1), 10));
    w.put("t.lora_A.weight", w.get("a.lora_A.weight"));
    w.put("t.lora_B.weight", w.get("a.lora_B.weight"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private float apply(Formula formula, String method, String name) {
    NDArray x = bench.tensor(new Shape(2), 5, 7);
    return bench.call(formula, method, w, name, x).singletonOrThrow().getFloat(0);
  }

  @Test
  void addsToTheLayersThatHaveOne() {
    assertThat(apply(new Linear(true), "linear", "a")).isEqualTo(PLAIN + UPDATE);
    assertThat(apply(new Linear(true), "linear", "b")).isEqualTo(PLAIN);
    assertThat(apply(new Linear(), "linear", "a")).isEqualTo(PLAIN);
  }

  @Test
  void addsToALayerThatIsStoredTransposed() {
    assertThat(apply(new TransposedLinear(true), "transposed_linear", "t"))
        .isEqualTo(PLAIN + 10 + UPDATE);
    assertThat(apply(new TransposedLinear(), "transposed_linear", "t")).isEqualTo(PLAIN + 10);
  }

  @Test
  void mergedIntoTheWeightItIsTheSame() {
    merge("a", false);
    merge("t", true);

    assertThat(w.get("a.weight").toFloatArray()).containsExactly(4, 1);
    assertThat(apply(new Linear(), "linear", "a")).isEqualTo(PLAIN + UPDATE);
    assertThat(apply(new TransposedLinear(), "transposed_linear", "t"))
        .isEqualTo(PLAIN + 10 + UPDATE);
  }

  private void merge(String name, boolean transposed) {
    bench.call(
        new MergedLowRank(),
        "merge",
        w.get(name + ".weight"),
        w.get(name + ".lora_A.weight"),
        w.get(name + ".lora_B.weight"),
        0.5,
        transposed);
  }
}
