package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/** The affine map y = x W + b of a weight that is stored as [in, out], as GPT-2's are. */
record TransposedLinear() implements Formula {

  @Override
  public String source() {
    return """
    def transposed_linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      return torch.linear(x, w[name + ".weight"].t(), w[name + ".bias"])
    """;
  }
}
