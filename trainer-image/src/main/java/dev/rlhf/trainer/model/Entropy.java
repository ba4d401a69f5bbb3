package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The entropy H = -sum over a of p(a) log p(a) of softmax(logits [N, V]), in nats, each row's own.
 */
public record Entropy() implements Formula {

  @Override
  public String source() {
    return """
    def entropy(self, logits: Tensor) -> Tensor:
      return self.entropy_of(torch.log_softmax(logits, -1))

    def entropy_of(self, log_probs: Tensor) -> Tensor:
      return -(torch.exp(log_probs) * log_probs).sum(-1)
    """;
  }
}
