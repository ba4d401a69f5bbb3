package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowMaskTest {

  /** A mask over two sequences, the longer as long as positions; empty where there is none. */
  private record OfSequences() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new WindowMask());
    }

    @Override
    public String source() {
      return """
      def mask_of(self, tokens: int, positions: Tensor) -> List[Tensor]:
        mask = self.window_mask(tokens, positions, [1, positions.size(0)], None, None)
        masks = annotate(List[Tensor], [])
        if mask is not None:
          masks.append(mask)
        return masks
      """;
    }
  }

  /** A mask over one new token per row. */
  private record OfNewTokens() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new WindowMask());
    }

    @Override
    public String source() {
      return """
      def mask_of(self, tokens: int, lengths: Tensor, seen: Tensor) -> Tensor:
        mask = self.window_mask(tokens, lengths, annotate(List[int], []), lengths, seen)
        return unchecked_cast(Tensor, mask)
      """;
    }
  }

  @Test
  void aTokenSeesItselfAndTheOnesJustBefore() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray ids = bench.ids(new Shape(4), 0, 1, 2, 3);
      NDArray mask = bench.call(new OfSequences(), "mask_of", 2, ids).singletonOrThrow();

      assertThat(mask.toType(DataType.INT32, false).toIntArray())
          .containsExactly(1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1);
    }
  }

  @Test
  void aSequenceWithinTheWindowNeedsNoMask() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray ids = bench.ids(new Shape(3), 0, 1, 2);
      assertThat(bench.call(new OfSequences(), "mask_of", 3, ids)).isEmpty();
    }
  }

  @Test
  void aNewTokenSeesTheSameOfItsCache() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray lengths = bench.ids(new Shape(2), 3, 1);
      NDArray seen =
          bench
              .tensor(new Shape(2, 1, 1, 4), 1, 1, 1, 1, 1, 1, 0, 0)
              .toType(DataType.BOOLEAN, false);
      NDArray near = bench.call(new OfNewTokens(), "mask_of", 2, lengths, seen).singletonOrThrow();

      assertThat(near.toType(DataType.INT32, false).toIntArray())
          .containsExactly(0, 0, 1, 1, 1, 1, 0, 0);
    }
  }
}
