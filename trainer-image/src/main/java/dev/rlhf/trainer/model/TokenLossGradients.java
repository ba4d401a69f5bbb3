package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The summed loss of tokens, L = -scale * sum log p(target n | hidden n), with its gradients.
 *
 * <p>{@code token_loss_gradients} takes hidden states [N, hidden] and targets [N]; it adds dL/dhead
 * to the buffers {@code g}, where they have one for it, and gives [L, dL/dhidden]. The head is
 * differentiated chunk by chunk, so that logits and their gradient never exceed a chunk.
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
        h = hidden.detach()[start:start + rows].requires_grad_(True)
        logits = self.logits(h, w[head])
        nll = torch.cross_entropy_loss(logits, targets[start:start + rows], None, 2) * scale
        loss += nll.detach()
        parts.append(self.head_gradients(w, g, head, h, nll))
      return (loss, torch.cat(parts))
    """;
  }
}
