package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The value loss, clipped around the values that the rollouts were judged by, for each token:
 *
 * <pre>
 * L_t = 1/2 max((V_t - R_t)^2, (clip(V_t, V_old - epsilon, V_old + epsilon) - R_t)^2)
 * </pre>
 *
 * <p>Gives [L [N], where the clip took effect [N]]. An infinite epsilon clips nothing.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.4</a>
 */
public record ValueLoss() implements Formula {

  @Override
  public String source() {
    return """
    def value_losses(self, values: Tensor, old: Tensor, returns: Tensor, epsilon: float) -> List[Tensor]:
      near = torch.maximum(torch.minimum(values, old + epsilon), old - epsilon)
      free = torch.pow(values - returns, 2)
      bound = torch.pow(near - returns, 2)
      return [torch.maximum(free, bound) * 0.5, bound > free]
    """;
  }
}
