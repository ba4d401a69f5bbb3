package dev.rlhf.trainer.tensor;

/**
 * Adds a gradient to the buffer of one weight, {@code g[name]}.
 *
 * <p>A buffer without elements becomes its first gradient, so that no zeros are written and added
 * to; {@code release_gradients} empties all buffers again. Matrices' gradients are matrix products
 * and belong to nobody else; a vector's may be another's, too, and is copied. {@code
 * gather_gradients} adds what other buffers hold and empties those.
 */
public record GradientBuffer() implements Formula {

  @Override
  public String source() {
    return """
    def add_gradient(self, g: Dict[str, Tensor], name: str, gradient: Tensor) -> None:
      buffer = g[name]
      if buffer.numel() > 0:
        buffer.add_(gradient)
      elif gradient.dim() > 1:
        torch.set_(buffer, gradient.contiguous())
      else:
        torch.set_(buffer, gradient.clone())

    def gather_gradients(self, g: Dict[str, Tensor], others: Dict[str, Tensor]) -> None:
      for name in g.keys():
        if others[name].numel() > 0:
          self.add_gradient(g, name, others[name])
      self.release_gradients(others)

    def release_gradients(self, g: Dict[str, Tensor]) -> None:
      for name in g.keys():
        torch.set_(g[name])
    """;
  }
}
