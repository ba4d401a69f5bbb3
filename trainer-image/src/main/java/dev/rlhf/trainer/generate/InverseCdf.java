package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.tensor.Formula;

/**
 * A draw from softmax(logits [B, V]) by uniforms u [B] in [0, 1): the first token whose cumulative
 * probability exceeds u.
 *
 * <p>Summed in double precision, so that rare tokens of a large vocabulary keep their share.
 */
public record InverseCdf() implements Formula {

  @Override
  public String source() {
    return """
    def draw(self, logits: Tensor, u: Tensor) -> Tensor:
      cdf = torch.cumsum(torch.softmax(logits, -1), -1, dtype=7)
      return torch.searchsorted(cdf, u.unsqueeze(1) * cdf[:, -1:], right=True).squeeze(1)
    """;
  }
}
