package dev.rlhf.trainer.sft;

import dev.rlhf.trainer.model.Decoder;
import dev.rlhf.trainer.model.TokenLogProbs;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The loss of supervised fine-tuning: L = -scale * sum log p(y_n | before), over response tokens.
 *
 * <p>Ids are [B, T], padded on the right; target n of [N] is predicted at flat position n of [B *
 * T]. With scale = 1 / response tokens of the whole optimizer batch, micro-batches add up to the
 * batch's mean, however it is split.
 *
 * <p>{@code sft_gradients} adds dL/dw to the buffers {@code g} and gives the micro-batch's L. The
 * head is differentiated chunk by chunk and the decoder once, so that logits and their gradient
 * never exceed a chunk.
 *
 * @see <a href="https://arxiv.org/abs/2203.02155">Ouyang et al. 2022, section 3.1</a>
 */
public record SftLoss() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new TokenLogProbs());
  }

  @Override
  public String source() {
    return """
    def sft_loss(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, targets: Tensor, scale: float) -> Tensor:
      hidden = self.hidden_states(w, ids).flatten(0, 1).index_select(0, positions)
      return -self.token_log_probs(hidden, w[self.head_name(w)], targets).sum() * scale

    def sft_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, positions: Tensor, targets: Tensor, scale: float) -> Tensor:
      hidden = self.hidden_states(w, ids).flatten(0, 1).index_select(0, positions)
      head = self.head_name(w)
      rows = self.rows_per_chunk(w[head])
      loss = torch.zeros([], dtype=6, device=hidden.device)
      upstream = annotate(List[Optional[Tensor]], [])
      parts = annotate(List[Tensor], [])
      for start in range(0, hidden.size(0), rows):
        h = hidden.detach()[start:start + rows].requires_grad_(True)
        logits = torch.linear(h, w[head])
        nll = torch.cross_entropy_loss(logits, targets[start:start + rows], None, 2) * scale
        loss += nll.detach()
        d = torch.autograd.grad([nll], [h, w[head]])
        parts.append(unchecked_cast(Tensor, d[0]))
        g[head].add_(unchecked_cast(Tensor, d[1]))
      upstream.append(torch.cat(parts))
      names = g.keys()
      inputs = [w[name] for name in names]
      d = torch.autograd.grad([hidden], inputs, upstream, None, False, True)
      for i in range(len(names)):
        dw = d[i]
        if dw is not None:
          g[names[i]].add_(dw)
      return loss
    """;
  }
}
