package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Log-probabilities of tokens given those before them.
 *
 * <p>{@code score(w, ids [B, T], positions [N], targets [N])}: target n is predicted at flat
 * position n of [B * T]; only those positions get logits.
 */
public record Scoring() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new TokenLogProbs());
  }

  @Override
  public String source() {
    return """
    def score(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, targets: Tensor) -> Tensor:
      hidden = self.states_at(w, ids, positions)
      return self.token_log_probs(hidden, w[self.head_name(w)], targets)
    """;
  }
}
