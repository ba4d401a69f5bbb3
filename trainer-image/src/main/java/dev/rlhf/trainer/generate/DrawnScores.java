package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.model.ActionLogProbs;
import dev.rlhf.trainer.model.Entropy;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * log p of drawn tokens [B] and the entropy of what they were drawn from, [B] each, for logits [B,
 * V] that the temperature divides; [0] each where they are not asked for.
 */
public record DrawnScores() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new ActionLogProbs(), new Entropy());
  }

  @Override
  public String source() {
    return """
    def drawn_scores(self, logits: Tensor, token: Tensor, temperature: float, scored: bool) -> List[Tensor]:
      if scored:
        log_probs = torch.log_softmax(self.at_temperature(logits, temperature), -1)
        scores = [self.chosen(log_probs, token), self.entropy_of(log_probs)]
      else:
        none = torch.zeros([0], dtype=6, device=logits.device)
        scores = [none, none]
      return scores
    """;
  }
}
