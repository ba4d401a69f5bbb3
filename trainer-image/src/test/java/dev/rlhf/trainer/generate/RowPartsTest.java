package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowPartsTest {

  /** The parts as a tensor, at first and after another token. */
  private record Listed() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new RowParts());
    }

    @Override
    public String source() {
      return """
      def listed(self, lengths: Tensor) -> Tensor:
        parts = self.row_parts(lengths)
        return torch.tensor([parts, self.one_more(parts)], device=lengths.device)
      """;
    }
  }

  @Test
  void eachPartSeesAsMuchAsItsLongestRow() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray lengths = bench.ids(new Shape(10), 99, 90, 80, 70, 60, 50, 40, 30, 20, 5);

      NDArray parts = bench.call(new Listed(), "listed", lengths).singletonOrThrow();

      assertThat(parts.toLongArray()).containsExactly(8, 100, 2, 21, 8, 101, 2, 22);
    }
  }
}
