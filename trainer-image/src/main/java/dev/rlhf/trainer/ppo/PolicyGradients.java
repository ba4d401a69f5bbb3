package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.model.ActionLogProbs;
import dev.rlhf.trainer.model.Decoder;
import dev.rlhf.trainer.model.HeadGradients;
import dev.rlhf.trainer.model.KeptLayers;
import dev.rlhf.trainer.model.TokenLogProbs;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Adds the gradient of scale * (sum of {@link PolicyLoss} - {@link EntropyBonus}) over a
 * micro-batch to the buffers {@code g}.
 *
 * <p>Ids are [B, T], padded on the right; action n of [N] is predicted at flat position n of [B *
 * T]. Old log-probabilities and advantages are numbers: no gradient passes them. With scale = 1 /
 * response tokens of the whole optimizer batch, micro-batches add up to the batch's mean.
 *
 * <p>Gives [4]: the sums, times scale, of the surrogate loss, of the clipped tokens and of (rho -
 * 1) - log rho, and the largest |rho - 1|. Logits are differentiated chunk by chunk and the decoder
 * once, as in SFT.
 */
record PolicyGradients() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(
        new Decoder(),
        new TokenLogProbs(),
        new ActionLogProbs(),
        new PolicyLoss(),
        new EntropyBonus(),
        new HeadGradients(),
        new KeptLayers());
  }

  @Override
  public String source() {
    return """
    def policy_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, positions: Tensor, actions: Tensor, old: Tensor, advantages: Tensor, temperature: float, epsilon: float, entropy_coefficient: float, scale: float) -> Tensor:
      w = self.leaves(w, g)
      trace = self.trace_states(w, ids, positions)
      hidden = trace[-1]
      head = self.head_name(w)
      rows = self.rows_per_chunk(w[head])
      sums = torch.zeros([3], dtype=6, device=hidden.device)
      farthest = torch.zeros([], dtype=6, device=hidden.device)
      parts = annotate(List[Tensor], [])
      for start in range(0, hidden.size(0), rows):
        h = hidden[start:start + rows].detach()
        logits = self.action_logits(h, w[head].detach(), temperature).requires_grad_(True)
        log_ratio = self.action_log_probs(logits, actions[start:start + rows]) - old[start:start + rows]
        losses = self.policy_losses(log_ratio, advantages[start:start + rows], epsilon)
        loss = losses[0].sum()
        if entropy_coefficient > 0.:
          loss = loss - self.entropy_bonus(logits, entropy_coefficient)
        d = unchecked_cast(Tensor, torch.autograd.grad([loss * scale], [logits])[0])
        parts.append(self.head_gradients(w, g, head, h, self.at_temperature(d, temperature)))
        moved = torch.expm1(log_ratio.detach())
        figures = [losses[0].detach(), losses[1].to(6), moved - log_ratio.detach()]
        sums += torch.stack(figures).sum(1) * scale
        farthest = torch.maximum(farthest, moved.abs().max())
      self.add_gradients(w, g, trace, [hidden], [torch.cat(parts)])
      return torch.cat([sums, farthest.unsqueeze(0)])
    """;
  }
}
