package dev.rlhf.trainer.sft;

import dev.rlhf.trainer.model.KeptLayers;
import dev.rlhf.trainer.model.TokenLossGradients;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The loss of supervised fine-tuning: L = -scale * sum log p(y_n | before), over response tokens.
 *
 * <p>Ids are [B, T], padded on the right; target n of [N] is predicted at flat position n of [B *
 * T]. With scale = 1 / response tokens of the whole optimizer batch, micro-batches add up to the
 * batch's mean, however it is split.
 *
 * <p>{@code sft_gradients} adds dL/dw to the buffers {@code g} and gives the micro-batch's L.
 *
 * @see <a href="https://arxiv.org/abs/2203.02155">Ouyang et al. 2022, section 3.1</a>
 */
public record SftLoss() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new TokenLossGradients(), new KeptLayers());
  }

  @Override
  public String source() {
    return """
    def sft_loss(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, targets: Tensor, scale: float) -> Tensor:
      hidden = self.states_at(w, ids, positions)
      return -self.token_log_probs(hidden, w[self.head_name(w)], targets).sum() * scale

    def sft_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, positions: Tensor, targets: Tensor, scale: float) -> Tensor:
      w = self.leaves(w, g)
      trace = self.trace_states(w, ids, positions)
      hidden = trace[-1]
      loss, upstream = self.token_loss_gradients(w, g, hidden, targets, scale)
      self.add_gradients(w, g, trace, [hidden], [upstream])
      return loss
    """;
  }
}
