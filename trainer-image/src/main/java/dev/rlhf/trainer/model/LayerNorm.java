package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Layer normalisation: y = (x - mean(x)) / sqrt(var(x) + eps) * weight + bias, over the last
 * dimension.
 *
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al. 2016, section 3.1</a>
 */
record LayerNorm() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def layer_norm(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      return torch.layer_norm(x, [x.size(-1)], self.lowered(w[name + ".weight"]), self.lowered(w[name + ".bias"]), self.layer_norm_eps)
    """;
  }
}
