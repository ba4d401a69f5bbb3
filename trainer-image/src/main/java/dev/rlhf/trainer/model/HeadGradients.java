package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffer;
import java.util.List;

/**
 * The gradient of a chunk's loss: {@code head_gradients} adds dL/dhead to the head's buffer in
 * {@code g}, where the head learns, and gives dL/dh, h being the chunk's hidden states.
 */
public record HeadGradients() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new GradientBuffer());
  }

  @Override
  public String source() {
    return """
    def head_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], head: str, h: Tensor, loss: Tensor) -> Tensor:
      inputs = [h]
      if head in g:
        inputs.append(w[head])
      d = torch.autograd.grad([loss], inputs)
      if head in g:
        self.add_gradient(g, head, unchecked_cast(Tensor, d[1]))
      return unchecked_cast(Tensor, d[0])
    """;
  }
}
