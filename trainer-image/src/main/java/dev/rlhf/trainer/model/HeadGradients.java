package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffer;
import java.util.List;

/**
 * What d = dL/dlogits [N, vocabulary] of a chunk makes, logits being h head', h the chunk's hidden
 * states [N, hidden]: {@code head_gradients} adds dL/dhead = d' h to the head's buffer in {@code
 * g}, where the head learns, and gives dL/dh = d head.
 */
public record HeadGradients() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new ComputePrecision(), new GradientBuffer());
  }

  @Override
  public String source() {
    return """
    def head_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], head: str, h: Tensor, d: Tensor) -> Tensor:
      d = self.lowered(d)
      if head in g:
        self.add_product(g, head, d, h)
      return torch.mm(d, self.lowered(w[head].detach()))
    """;
  }
}
