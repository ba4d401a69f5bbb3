package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.model.ActionLogProbs;
import dev.rlhf.trainer.model.Decoder;
import dev.rlhf.trainer.model.Entropy;
import dev.rlhf.trainer.model.TokenLogProbs;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * log pi(a_n|s_n) and, where it is asked for, the entropy of pi(.|s_n) for actions [N], each
 * predicted at its flat position of ids [B * T]; without gradients.
 *
 * <p>Goes through the same operations in the same chunks as {@link PolicyGradients}, so that an
 * unchanged policy has ratio 1 to itself.
 */
record PolicyScoring() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new TokenLogProbs(), new ActionLogProbs(), new Entropy());
  }

  @Override
  public String source() {
    return """
    def score_actions(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, actions: Tensor, temperature: float, entropies: bool) -> List[Tensor]:
      hidden = self.states_at(w, ids, positions)
      head = w[self.head_name(w)]
      rows = self.rows_per_chunk(head)
      log_probs = annotate(List[Tensor], [])
      spreads = annotate(List[Tensor], [torch.zeros([0], dtype=6, device=ids.device)])
      for start in range(0, hidden.size(0), rows):
        of_all = torch.log_softmax(self.action_logits(hidden[start:start + rows], head, temperature), -1)
        log_probs.append(self.chosen(of_all, actions[start:start + rows]))
        if entropies:
          spreads.append(self.entropy_of(of_all))
      return [torch.cat(log_probs), torch.cat(spreads)]
    """;
  }
}
