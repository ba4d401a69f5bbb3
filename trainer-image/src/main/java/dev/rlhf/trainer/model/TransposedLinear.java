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
        ? List.of(new ComputePrecision(), new WeightProduct(), new LowRank())
        : List.of(new ComputePrecision(), new WeightProduct());
  }

  @Override
  public String source() {
    return """
    def transposed_linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      weight = self.lowered(w[name + ".weight"])
      if weight.dim() == 2:
        weight = weight.t()
      y = self.weight_product(x, weight, self.lowered(w[name + ".bias"]))
      return %s
    """
        .formatted(adapted ? "self.adapted(w, name, x, y)" : "y");
  }
}
