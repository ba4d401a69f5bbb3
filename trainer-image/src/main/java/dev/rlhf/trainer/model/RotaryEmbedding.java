package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Rotary position embedding, in the layout of Hugging Face Llama: dimension i is paired with i +
 * D/2 and turned by position * frequency_i. The table of sines has the first half's signs in it.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, equation 34</a>
 */
public record RotaryEmbedding() implements Formula {

  @Override
  public String source() {
    return """
    def rotary_tables(self, frequencies: Tensor, positions: Tensor) -> Tuple[Tensor, Tensor]:
      angles = positions.to(6).unsqueeze(-1) * frequencies
      cos = angles.cos()
      sin = angles.sin()
      return (torch.cat([cos, cos], -1), torch.cat([-sin, sin], -1))

    def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
      first, second = x.chunk(2, -1)
      return torch.addcmul(x * cos.to(x.dtype), torch.cat([second, first], -1), sin.to(x.dtype))
    """;
  }
}
