package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The entropy H = -sum over a of p(a) log p(a) of softmax(logits [N, V]), in nats, each row's own.
 */
public record Entropy() implements Formula {

  @Override
  public String source() {
    return """
    def entropy(self, logits: Tensor) -> Tensor:
      return torch.logsumexp(logits, [1]) - (torch.softmax(logits, -1) * logits).sum(-1)
    """;
  }
}
