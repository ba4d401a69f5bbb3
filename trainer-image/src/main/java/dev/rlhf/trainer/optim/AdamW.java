package dev.rlhf.trainer.optim;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Adam with decoupled weight decay, on fp32 tensors in place:
 *
 * <pre>
 * p -= rate * decay * p
 * m  = beta1 m + (1 - beta1) g
 * v  = beta2 v + (1 - beta2) g^2
 * p -= rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>{@code t} is the number of this step, from 1 on, as a tensor.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
 */
public record AdamW() implements Formula {

  @Override
  public String source() {
    return """
    def adamw(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: Tensor, rate: float, beta1: float, beta2: float, epsilon: float, decay: float) -> None:
      steps = [t for _ in p]
      torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
    """;
  }
}
