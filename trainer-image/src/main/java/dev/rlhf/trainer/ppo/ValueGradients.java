package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.model.KeptLayers;
import dev.rlhf.trainer.model.RewardHead;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Adds the gradient of scale * sum of {@link ValueLoss} over a micro-batch to the buffers {@code
 * g}.
 *
 * <p>Ids are [B, T], padded on the right; value n of [N] stands at flat position n of [B * T]. Old
 * values and returns are numbers: no gradient passes them.
 *
 * <p>Gives [2]: the sums, times scale, of the loss and of the clipped tokens.
 */
record ValueGradients() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new RewardHead(), new ValueScoring(), new ValueLoss(), new KeptLayers());
  }

  @Override
  public String source() {
    return """
    def value_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, positions: Tensor, old: Tensor, returns: Tensor, epsilon: float, scale: float) -> Tensor:
      w = self.leaves(w, g)
      trace = self.trace_states(w, ids, positions)
      values = self.scalar_head(w, trace[-1])
      losses = self.value_losses(values, old, returns, epsilon)
      loss = losses[0].sum() * scale
      self.add_gradients(w, g, trace, [loss], [torch.ones_like(loss)])
      return torch.stack([loss.detach(), losses[1].to(6).sum() * scale])
    """;
  }
}
