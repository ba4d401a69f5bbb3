package dev.rlhf.trainer.optim;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffer;
import java.util.List;

/**
 * Adds to the buffers {@code g} of the weights {@code w} what {@code upstream}, the loss's gradient
 * by the outputs, makes of these outputs.
 */
public record GradientBuffers() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new GradientBuffer());
  }

  @Override
  public String source() {
    return """
    def add_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], outputs: List[Tensor], upstream: List[Tensor]) -> None:
      given = annotate(List[Optional[Tensor]], [])
      for u in upstream:
        given.append(u)
      names = g.keys()
      d = torch.autograd.grad(outputs, [w[name] for name in names], given, None, False, True)
      for i in range(len(names)):
        dw = d[i]
        if dw is not None:
          self.add_gradient(g, names[i], dw)
    """;
  }
}
