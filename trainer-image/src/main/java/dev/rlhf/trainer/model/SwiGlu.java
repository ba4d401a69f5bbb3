package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The gated feed-forward network: y = down(silu(gate(x)) * up(x)).
 *
 * @see <a href="https://arxiv.org/abs/2002.05202">Shazeer 2020, equation 6</a>
 */
public record SwiGlu() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Linear());
  }

  @Override
  public String source() {
    return """
    def swiglu(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
      gate = torch.silu(self.linear(w, name + ".gate_proj", x))
      return self.linear(w, name + ".down_proj", gate * self.linear(w, name + ".up_proj", x))
    """;
  }
}
