package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * {@link LowRank} put into the weight itself, in place: W += scale B A, or its transpose where W is
 * stored as [in, out].
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, section 4.1</a>
 */
record MergedLowRank() implements Formula {

  @Override
  public String source() {
    return """
    def merge(self, weight: Tensor, a: Tensor, b: Tensor, scale: float, transposed: bool) -> None:
      update = torch.matmul(b, a) * scale
      if transposed:
        update = update.t()
      weight.add_(update)
    """;
  }
}
