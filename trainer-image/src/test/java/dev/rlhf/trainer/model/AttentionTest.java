package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTest {

  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int TOKENS = 5;
  private static final int DIM = 3;

  /** A whole sequence in causal order. */
  private record WholeSequence() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new Attention());
    }

    @Override
    public String source() {
      return """
      def attend_all(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return self.attend(q, k, v, annotate(List[Tensor], []), [q.size(2)], None, None)
      """;
    }
  }

  /** One new token for each row, all rows together or one after the other. */
  private record NewTokens(boolean together) implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new Attention());
    }

    @Override
    public String source() {
      String parts = together ? "[q.size(0), seen.size(3)]" : "[1, seen.size(3), 1, 2]";
      return """
      def attend_new(self, q: Tensor, cache: List[Tensor], seen: Tensor) -> Tensor:
        return self.attend_cache(q, cache, %s, seen)
      """
          .formatted(parts);
    }
  }

  @Test
  void isTheSoftmaxOverWhatCameBeforeWithSharedKeyHeads() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray q = bench.noise("q", 1, HEADS, TOKENS, DIM);
      NDArray k = bench.noise("k", 1, KV_HEADS, TOKENS, DIM);
      NDArray v = bench.noise("v", 1, KV_HEADS, TOKENS, DIM);
      NDArray y = bench.call(new WholeSequence(), "attend_all", q, k, v).singletonOrThrow();

      for (int head = 0; head < HEADS; head++) {
        for (int t = 0; t < TOKENS; t++) {
          for (int d = 0; d < DIM; d++) {
            assertThat(y.getFloat(0, head, t, d))
                .isCloseTo((float) attend(q, k, v, head, t, d), within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void aTokenWithItsCacheSeesTheSameAsInItsSequence() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray q = bench.noise("q", 1, HEADS, TOKENS, DIM);
      NDArray k = bench.noise("k", 1, KV_HEADS, TOKENS, DIM);
      NDArray v = bench.noise("v", 1, KV_HEADS, TOKENS, DIM);
      NDArray whole = bench.call(new WholeSequence(), "attend_all", q, k, v).singletonOrThrow();
      // One slot more than is seen: what is in it must not matter.
      NDArray seen =
          bench.tensor(new Shape(1, 1, 1, TOKENS), 1, 1, 1, 1, 0).toType(DataType.BOOLEAN, false);
      List<NDArray> cache = List.of(k.transpose(0, 2, 1, 3), v.transpose(0, 2, 1, 3));
      NDArray last =
          bench
              .call(new NewTokens(true), "attend_new", q.get(":, :, 3:4").duplicate(), cache, seen)
              .singletonOrThrow();

      assertThat(last.sub(whole.get(":, :, 3:4")).abs().max().getFloat()).isLessThan(1e-6f);
    }
  }

  @Test
  void partsOfABatchSeeWhatTheWholeBatchSees() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray q = bench.noise("q", 2, HEADS, 1, DIM);
      List<NDArray> cache =
          List.of(
              bench.noise("k", 2, TOKENS + 1, KV_HEADS, DIM),
              bench.noise("v", 2, TOKENS + 1, KV_HEADS, DIM));
      NDArray seen =
          bench
              .tensor(new Shape(2, 1, 1, TOKENS), 1, 1, 1, 1, 1, 1, 1, 0, 0, 0)
              .toType(DataType.BOOLEAN, false);
      NDArray whole =
          bench.call(new NewTokens(true), "attend_new", q, cache, seen).singletonOrThrow();
      NDArray parts =
          bench.call(new NewTokens(false), "attend_new", q, cache, seen).singletonOrThrow();

      assertThat(parts.getShape()).isEqualTo(q.getShape());
      assertThat(parts.sub(whole).abs().max().getFloat()).isLessThan(1e-6f);
    }
  }

  private static double attend(NDArray q, NDArray k, NDArray v, int head, int t, int d) {
    int shared = head / (HEADS / KV_HEADS);
    double total = 0;
    double weighted = 0;
    for (int s = 0; s <= t; s++) {
      double dot = 0;
      for (int i = 0; i < DIM; i++) {
        dot += q.getFloat(0, head, t, i) * k.getFloat(0, shared, s, i);
      }
      double weight = Math.exp(dot / Math.sqrt(DIM));
      total += weight;
      weighted += weight * v.getFloat(0, shared, s, d);
    }
    return weighted / total;
  }
}
