package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.model.RewardHead;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/** V(s_n), or a reward: the score head at flat positions [N] of ids [B * T], without gradients. */
record ValueScoring() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new RewardHead());
  }

  @Override
  public String source() {
    return """
    def values_at(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
      hidden = self.states_at(w, ids, positions)
      return self.scalar_head(w, hidden)
    """;
  }
}
