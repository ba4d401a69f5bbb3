package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * y = x W' + b of a weight [out, in], or of its {@link WeightPanels} [P, in, out / P]; there may be
 * no bias.
 */
record WeightProduct() implements Formula {

  @Override
  public String source() {
    return """
    def weight_product(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
      if weight.dim() == 2:
        y = torch.linear(x, weight, bias)
      else:
        y = self.panel_product(x, weight)
        if bias is not None:
          y = y + bias
      return y

    def panel_product(self, x: Tensor, panels: Tensor) -> Tensor:
      rows = x.flatten(0, -2).unsqueeze(0).expand(panels.size(0), -1, -1)
      return torch.bmm(rows, panels).transpose(0, 1).reshape(x.size()[:-1] + [-1])
    """;
  }
}
