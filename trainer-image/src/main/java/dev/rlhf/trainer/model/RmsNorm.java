package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Root mean square normalisation: y = x / sqrt(mean(x^2) + eps) * weight, over the last dimension.
 *
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich 2019, equation 4</a>
 */
public record RmsNorm() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def rms_norm(self, x: Tensor, weight: Tensor) -> Tensor:
      return torch.rms_norm(x, [x.size(-1)], self.lowered(weight), self.rms_norm_eps)
    """;
  }
}
