package dev.rlhf.trainer.optim;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Clipping by the global norm: g *= min(1, c / (|g| + 1e-6)), |g| over all gradients together.
 *
 * <p>Gives |g| before clipping. Gradients that are not finite stay so, and the norm shows it. Each
 * row's norm is taken first: one fp32 sum over the millions of squares of an embedding loses its
 * fourth digit.
 *
 * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu et al. 2012, algorithm 1</a>
 */
public record GlobalNormClip() implements Formula {

  @Override
  public String source() {
    return """
    def clip_global_norm(self, gradients: List[Tensor], max_norm: float) -> Tensor:
      norms = annotate(List[Tensor], [])
      for gradient in gradients:
        norms.append(torch.linalg_vector_norm(torch.linalg_vector_norm(gradient, 2, [-1])))
      norm = torch.linalg_vector_norm(torch.stack(norms))
      if not bool(norm + 1e-6 <= max_norm):
        torch._foreach_mul_(gradients, torch.reciprocal(norm + 1e-6) * max_norm)
      return norm
    """;
  }
}
