package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Nucleus sampling: the least likely tokens, of together at most 1 - p, get no probability.
 *
 * <p>The likeliest token always stays.
 *
 * @see <a href="https://arxiv.org/abs/1904.09751">Holtzman et al. 2019, section 3.1</a>
 */
public record TopP() implements Formula {

  @Override
  public String source() {
    return """
    def keep_nucleus(self, logits: Tensor, p: float) -> Tensor:
      ascending, order = torch.sort(logits, -1, False)
      tail = torch.cumsum(torch.softmax(ascending, -1), -1) <= 1. - p
      tail[:, -1] = False
      return logits.masked_fill(tail.scatter(1, order, tail), -inf)
    """;
  }
}
