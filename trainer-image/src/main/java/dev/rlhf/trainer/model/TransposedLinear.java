package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The affine map y = x W + b of a weight that is stored as [in, out], as GPT-2's are.
 *
 * @param adapted whether {@link LowRank} adds to it
 */
record TransposedLinear(boolean adapted) implements Formula {

  /** Without an adapter. */
  TransposedLinear() {
    this(false);
  }

  @Override
  public List<Formula> uses() {
    return adapted
        ? List.of(new ComputePrecision(), new LowRank())
        : List.of(new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def transposed_linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      y = torch.linear(x, self.lowered(w[name + ".weight"]).t(), self.lowered(w[name + ".bias"]))
      return %s
    """
        .formatted(adapted ? "self.adapted(w, name, x, y)" : "y");
  }
}
