package dev.rlhf.trainer.rm;

import dev.rlhf.trainer.model.KeptLayers;
import dev.rlhf.trainer.model.RewardHead;
import dev.rlhf.trainer.model.TokenLossGradients;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The loss of reward-model training: {@link PairwiseLoss}, and beside it the language-model loss of
 * the chosen answers, or of their whole dialogues, -sum log p(y_n | before).
 *
 * <p>Ids are [2 B, T], padded on the right: B chosen dialogues, then the B rejected ones in the
 * same order; target n of [N] is predicted at flat position n of [2 B * T]. With pair scale = 1 /
 * pairs and token scale = coefficient / tokens of the whole optimizer batch, micro-batches add up
 * to the batch's loss, however it is split. Without targets no logits are computed.
 *
 * <p>{@code rm_gradients} adds the loss's gradient to the buffers {@code g} and gives [pairwise
 * loss, language-model loss, rewards [2 B]], both losses scaled.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, equation 2</a>
 */
public record RewardModelLoss() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(
        new RewardHead(), new TokenLossGradients(), new KeptLayers(), new PairwiseLoss());
  }

  @Override
  public String source() {
    return """
    def rm_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, lengths: Tensor, positions: Tensor, targets: Tensor, pair_scale: float, token_scale: float) -> List[Tensor]:
      w = self.leaves(w, g)
      trace = self.trace_states(w, ids, torch.cat([self.last_places(ids, lengths), positions]))
      states = trace[-1]
      rewards = self.scalar_head(w, states[:ids.size(0)])
      chosen, rejected = rewards.chunk(2)
      pair_loss = self.pairwise_loss(chosen, rejected, pair_scale)
      outputs = [pair_loss]
      upstream = [torch.ones_like(pair_loss)]
      token_loss = torch.zeros_like(pair_loss)
      if targets.size(0) > 0:
        answers = states[ids.size(0):]
        token_loss, d_answers = self.token_loss_gradients(w, g, answers, targets, token_scale)
        outputs.append(answers)
        upstream.append(d_answers)
      self.add_gradients(w, g, trace, outputs, upstream)
      return [pair_loss.detach(), token_loss, rewards.detach()]
    """;
  }
}
