package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Logits x of tokens that occurred before, in prompt or answer, become x / p, or x p where x is
 * negative.
 *
 * <p>{@code occurred} is [B, V]; the padding of a prompt does not count.
 *
 * @see <a href="https://arxiv.org/abs/1909.05858">Keskar et al. 2019, section 4.1</a>
 */
public record RepetitionPenalty() implements Formula {

  @Override
  public String source() {
    return """
    def occurrences(self, ids: Tensor, lengths: Tensor, vocabulary: int) -> Tensor:
      inside = torch.arange(ids.size(1), device=ids.device) < lengths.unsqueeze(1)
      counts = torch.zeros([ids.size(0), vocabulary], dtype=6, device=ids.device)
      return counts.scatter_add(1, ids, inside.to(6)) > 0

    def penalise_repetition(self, logits: Tensor, occurred: Tensor, penalty: float) -> Tensor:
      penalised = torch.where(logits < 0, logits * penalty, logits / penalty)
      return torch.where(occurred, penalised, logits)
    """;
  }
}
