package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * log p(target) = log softmax(logits) at the target, for hidden states [N, hidden] and targets [N].
 *
 * <p>Taken in chunks of rows, so that logits never hold more than 2^24 numbers (64 MiB).
 */
public record TokenLogProbs() implements Formula {

  private static final long CHUNK = 1 << 24;

  /** Rows whose logits are computed at a time. */
  public static long rowsOfChunk(long vocabulary) {
    return Math.max(1, CHUNK / vocabulary);
  }

  @Override
  public List<Formula> uses() {
    return List.of(new ActionLogProbs());
  }

  @Override
  public String source() {
    return """
    def rows_per_chunk(self, head: Tensor) -> int:
      return max(1, %d // head.size(0))

    def token_log_probs(self, hidden: Tensor, head: Tensor, targets: Tensor) -> Tensor:
      parts = annotate(List[Tensor], [])
      rows = self.rows_per_chunk(head)
      for start in range(0, hidden.size(0), rows):
        logits = self.logits(hidden[start:start + rows], head)
        parts.append(self.action_log_probs(logits, targets[start:start + rows]))
      return torch.cat(parts)
    """
        .formatted(CHUNK);
  }
}
