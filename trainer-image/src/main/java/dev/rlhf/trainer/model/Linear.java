package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The affine map y = x W' + b of the named weight; the bias counts where the model has one.
 *
 * @param adapted whether {@link LowRank} adds to it
 */
public record Linear(boolean adapted) implements Formula {

  /** Without an adapter. */
  public Linear() {
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
    def linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      bias = w.get(name + ".bias")
      if bias is not None:
        bias = self.lowered(bias)
      y = self.weight_product(x, self.lowered(w[name + ".weight"]), bias)
      return %s
    """
        .formatted(adapted ? "self.adapted(w, name, x, y)" : "y");
  }
}
