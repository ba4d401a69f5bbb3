package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The clipped surrogate objective as a loss, for each token:
 *
 * <pre>
 * rho_t = exp(log pi(a_t|s_t) - log pi_old(a_t|s_t))
 * L_t   = max(-A_t rho_t, -A_t clip(rho_t, 1 - epsilon, 1 + epsilon))
 * </pre>
 *
 * <p>Gives [L [N], where the clip took effect [N]].
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">Schulman et al. 2017, equation 7</a>
 */
public record PolicyLoss() implements Formula {

  @Override
  public String source() {
    return """
    def policy_losses(self, log_ratio: Tensor, advantages: Tensor, epsilon: float) -> List[Tensor]:
      ratio = torch.exp(log_ratio)
      free = -advantages * ratio
      bound = -advantages * ratio.clamp(1. - epsilon, 1. + epsilon)
      return [torch.maximum(free, bound), bound > free]
    """;
  }
}
