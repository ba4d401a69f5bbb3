package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffers;
import java.util.List;

/**
 * The same as {@link KeptLayers} in less memory and more time: of each layer only its input is
 * kept, and the layer is computed anew when its gradients are taken, from the last layer to the
 * first.
 *
 * <p>Gradients are the same to the last bit: each weight's is one sum, made by the same operations.
 * The trace is [ids, places, inputs of all layers, output of the last, hidden states].
 *
 * @see <a href="https://arxiv.org/abs/1604.06174">Chen et al. 2016, section 3</a>
 */
record RecomputedLayers() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new GradientBuffers());
  }

  @Override
  public String source() {
    return """
    def trace_states(self, w: Dict[str, Tensor], ids: Tensor, places: Tensor) -> List[Tensor]:
      packed, positions, rows, states = self.pack(ids, places)
      torch.set_grad_enabled(False)
      context = self.context(w, packed, positions, rows, None, None)
      x = self.embed(w, packed, positions)
      trace = [ids, places, x]
      for i in range(self.num_hidden_layers):
        x = self.layer(w, self.layers_name() + str(i), i, x, context, annotate(List[Tensor], []), rows, None, None)
        trace.append(x)
      torch.set_grad_enabled(True)
      trace.append(self.last_norm(w, x.requires_grad_(True)[0].index_select(0, states)))
      return trace

    def names_in(self, g: Dict[str, Tensor], part: str, inside: bool) -> List[str]:
      names = annotate(List[str], [])
      for name in g.keys():
        if name.startswith(part) == inside:
          names.append(name)
      return names

    def add_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], trace: List[Tensor], outputs: List[Tensor], upstream: List[Tensor]) -> None:
      packed, positions, rows, states = self.pack(trace[0], trace[1])
      context = self.context(w, packed, positions, rows, None, None)
      trace.pop()
      around = self.names_in(g, self.layers_name(), False)
      dx = self.fill_buffers(w, g, around, [trace.pop()], outputs, upstream)[0]
      for k in range(self.num_hidden_layers):
        i = self.num_hidden_layers - 1 - k
        layer = self.layers_name() + str(i)
        names = self.names_in(g, layer + ".", True)
        x = trace.pop().requires_grad_(True)
        y = self.layer(w, layer, i, x, context, annotate(List[Tensor], []), rows, None, None)
        dx = self.fill_buffers(w, g, names, [x], [y], [unchecked_cast(Tensor, dx)])[0]
      x = self.embed(w, packed, positions)
      if x.requires_grad:
        self.fill_buffers(w, g, around, annotate(List[Tensor], []), [x], [unchecked_cast(Tensor, dx)])
    """;
  }
}
