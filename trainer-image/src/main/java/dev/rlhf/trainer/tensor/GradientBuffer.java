package dev.rlhf.trainer.tensor;

/**
 * Adds a gradient to the buffer of one weight, {@code g[name]}.
 *
 * <p>A buffer without elements becomes its first gradient, so that no zeros are written and added
 * to; {@code release_gradients} empties all buffers again. Matrices' gradients are matrix products
 * and belong to nobody else; a vector's may be another's, too, and is copied. {@code
 * gather_gradients} adds what other buffers hold and empties those.
 *
 * <p>Two gradients of large matrices come without a matrix of their own: {@code add_product} adds
 * a' b, for a [N, out] and b [N, in], and {@code add_rows} the gradient by an embedding of {@code
 * w} that {@code gradient} by its {@code rows} [1, N] makes. What a row gets more than once is
 * summed before, so that no two sums meet in one place and the order is one on every device.
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

    def add_product(self, g: Dict[str, Tensor], name: str, a: Tensor, b: Tensor) -> None:
      buffer = g[name]
      if buffer.numel() > 0 and buffer.dtype == a.dtype:
        buffer.addmm_(a.t(), b)
      else:
        self.add_gradient(g, name, torch.mm(a.t(), b).to(buffer.dtype))

    def add_rows(self, w: Dict[str, Tensor], g: Dict[str, Tensor], name: str, rows: Tensor, gradient: Tensor) -> None:
      if g[name].numel() == 0:
        torch.set_(g[name], torch.zeros_like(w[name]))
      distinct, places, _ = torch._unique2(rows, True, True)
      sums = torch.embedding_dense_backward(gradient.to(g[name].dtype), places, distinct.size(0), -1, False)
      g[name].index_add_(0, distinct, sums)

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
