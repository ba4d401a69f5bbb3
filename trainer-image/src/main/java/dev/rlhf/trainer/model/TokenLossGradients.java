package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The summed loss of tokens, L = -scale * sum log p(target n | hidden n), with its gradients.
 *
 * <p>{@code token_loss_gradients} takes hidden states [N, hidden] and targets [N]; it adds dL/dhead
 * to the buffers {@code g}, where they have one for it, and gives [L, dL/dhidden]. Logits are
 * differentiated chunk by chunk, dL/dlogits = scale * (softmax(logits) - 1 at the target), in the
 * memory of their log-softmax.
 */
public record TokenLossGradients() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new TokenLogProbs(), new HeadGradients());
  }

  @Override
  public String source() {
    return """
    def token_loss_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], hidden: Tensor, targets: Tensor, scale: float) -> Tuple[Tensor, Tensor]:
      head = self.head_name(w)
      rows = self.rows_per_chunk(w[head])
      loss = torch.zeros([], dtype=6, device=hidden.device)
      parts = annotate(List[Tensor], [])
      for start in range(0, hidden.size(0), rows):
        h = hidden[start:start + rows].detach()
        target = targets[start:start + rows]
        log_probs = torch.log_softmax(self.logits(h, w[head].detach()), -1)
        loss += torch.nll_loss(log_probs, target, None, 2) * scale
        d = log_probs.exp_().mul_(scale)
        d.scatter_add_(1, target.unsqueeze(1), torch.full([target.size(0), 1], -scale, dtype=d.dtype, device=d.device))
        parts.append(self.head_gradients(w, g, head, h, d))
      return (loss, torch.cat(parts))
    """;
  }
}
