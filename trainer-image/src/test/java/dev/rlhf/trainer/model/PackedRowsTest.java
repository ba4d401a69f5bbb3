package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedRowsTest {

  /** What is packed, as tensors. */
  private record AsTensors() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new PackedRows());
    }

    @Override
    public String source() {
      return """
      def packed(self, ids: Tensor, places: Tensor) -> List[Tensor]:
        packed, positions, rows, states = self.pack(ids, places)
        return [packed, positions, torch.tensor(rows), states]
      """;
    }
  }

  @Test
  void takesOfEachRowWhatItsLastWantedPlaceSees() {
    try (FormulaBench bench = new FormulaBench()) {
      NDArray ids = bench.ids(new Shape(3, 4), 5, 6, 7, 8, 9, 10, 0, 0, 11, 12, 13, 0);
      // The third and second places of the first row, none of the second, the first of the third.
      NDArray places = bench.ids(new Shape(3), 2, 1, 8);
      NDList packed = bench.call(new AsTensors(), "packed", ids, places);

      assertThat(packed.get(0).getShape()).isEqualTo(new Shape(1, 4));
      assertThat(packed.get(0).toLongArray()).containsExactly(5, 6, 7, 11);
      assertThat(packed.get(1).toLongArray()).containsExactly(0, 1, 2, 0);
      assertThat(packed.get(2).toLongArray()).containsExactly(3, 0, 1);
      assertThat(packed.get(3).toLongArray()).containsExactly(2, 1, 3);
    }
  }
}
