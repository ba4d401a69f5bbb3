package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Rotary position embedding, in the layout of Hugging Face Llama: dimension i is paired with i +
 * D/2 and turned by position * frequency_i.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, equation 34</a>
 */
public record RotaryEmbedding() implements Formula {

  @Override
  public String source() {
    return """
    def rotary_tables(self, frequencies: Tensor, positions: Tensor) -> Tuple[Tensor, Tensor]:
      angles = positions.to(6).unsqueeze(-1) * frequencies
      angles = torch.cat([angles, angles], -1)
      return (angles.cos(), angles.sin())

    def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
      first, second = x.chunk(2, -1)
      return x * cos.to(x.dtype) + torch.cat([-second, first], -1) * sin.to(x.dtype)
    """;
  }
}
