package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyValueCacheTest {

  /** Prompts of three tokens and of one. */
  private record Prompts() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new KeyValueCache());
    }

    @Override
    public String source() {
      return """
      def cache_all(self, cache: List[Tensor], k: Tensor, v: Tensor) -> None:
        self.cache_prompts(cache, [3, 1], k, v)
      """;
    }
  }

  private final KeyValueCache formula = new KeyValueCache();

  @Test
  void keepsPromptsAtTheStartAndTheNextTokenAtEachRowsLength() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray keys = bench.manager().zeros(new Shape(2, 4, 1, 1));
      NDArray values = bench.manager().zeros(new Shape(2, 4, 1, 1));
      List<NDArray> cache = List.of(keys, values);
      NDArray prompts = bench.tensor(new Shape(1, 1, 4, 1), 1, 2, 3, 4);
      bench.call(new Prompts(), "cache_all", cache, prompts, prompts.neg());
      NDArray next = bench.tensor(new Shape(2, 1, 1, 1), 7, 8);
      bench.call(formula, "cache_token", cache, bench.ids(new Shape(2), 3, 1), next, next.neg());

      assertThat(keys.toFloatArray()).containsExactly(1, 2, 3, 7, 4, 8, 0, 0);
      assertThat(values.toFloatArray()).containsExactly(-1, -2, -3, -7, -4, -8, 0, 0);
    }
  }
}
