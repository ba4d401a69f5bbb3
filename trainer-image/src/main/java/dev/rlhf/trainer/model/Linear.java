package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/** The affine map y = x W' + b of the named weight; the bias counts where the model has one. */
public record Linear() implements Formula {

  @Override
  public String source() {
    return """
    def linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      return torch.linear(x, w[name + ".weight"], w.get(name + ".bias"))
    """;
  }
}
