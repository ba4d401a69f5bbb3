package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The low-rank update of a linear layer's output y: y + (alpha / rank) (x A') B', where the layer
 * has one; A is [rank, in] and B is [out, rank], however the layer's own weight is stored. It is
 * added in place, since no gradient asks for y.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, equation 3</a>
 */
record LowRank() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def adapted(self, w: Dict[str, Tensor], name: str, x: Tensor, y: Tensor) -> Tensor:
      a = name + ".lora_A.weight"
      if a in w:
        inner = torch.linear(x, self.lowered(w[a]))
        update = torch.linear(inner, self.lowered(w[name + ".lora_B.weight"]))
        y = torch.add_(y, update, alpha=self.lora_scale)
      return y
    """;
  }
}
