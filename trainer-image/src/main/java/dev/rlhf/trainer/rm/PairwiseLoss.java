package dev.rlhf.trainer.rm;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The loss of pairs of rewards [B]: -scale * sum log sigma(chosen - rejected).
 *
 * <p>By log-sigmoid, so that it is finite, and its gradient 1, however wrong a pair is ranked.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, equation 1</a>
 */
public record PairwiseLoss() implements Formula {

  @Override
  public String source() {
    return """
    def pairwise_loss(self, chosen: Tensor, rejected: Tensor, scale: float) -> Tensor:
      return -torch.log_sigmoid(chosen - rejected).sum() * scale
    """;
  }
}
