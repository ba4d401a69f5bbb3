package dev.rlhf.trainer.tensor;

import java.util.List;

/**
 * Adds to the buffers {@code g} of the weights {@code names} of {@code w} what {@code upstream},
 * the loss's gradient by the outputs, makes of these outputs; gives the gradients by {@code
 * inputs}.
 */
public record GradientBuffers() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new GradientBuffer());
  }

  @Override
  public String source() {
    return """
    def fill_buffers(self, w: Dict[str, Tensor], g: Dict[str, Tensor], names: List[str], inputs: List[Tensor], outputs: List[Tensor], upstream: List[Tensor]) -> List[Optional[Tensor]]:
      given = annotate(List[Optional[Tensor]], [])
      for u in upstream:
        given.append(u)
      d = torch.autograd.grad(outputs, inputs + [w[name] for name in names], given, None, False, True)
      for i in range(len(names)):
        dw = d[len(inputs) + i]
        if dw is not None:
          self.add_gradient(g, names[i], dw)
      return d[:len(inputs)]
    """;
  }
}
