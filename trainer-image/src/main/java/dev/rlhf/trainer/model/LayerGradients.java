package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffer;
import dev.rlhf.trainer.tensor.GradientBuffers;
import dev.rlhf.trainer.tensor.GradientLeaves;
import java.util.List;

/**
 * Gradients layer by layer, from the last to the first: each layer starts from an input of its own,
 * so that of all gradients only one layer's stand beside the buffers that they are added to. What a
 * layer has kept goes before the next one's turn.
 *
 * <pre>
 * w = leaves(w, g) comes first: see {@link GradientLeaves}
 * trace_states(w, ids [B, T], places [N]) gives what gradients need of the pass, last the hidden
 *   states [N, hidden] at flat places of [B * T]
 * add_gradients(w, g, trace, outputs, upstream) adds to the buffers g what upstream, the loss's
 *   gradient by outputs that were computed from these hidden states, makes of them; trace is used up
 * </pre>
 *
 * <p>The trace is [tokens of each row, ids, positions, what all layers read, input and output of
 * each layer, input of the last norm, hidden states]. What becomes of a layer's activations between
 * is put beside it, {@link KeptLayers} or {@link RecomputedLayers}:
 *
 * <pre>
 * passed(w, i, x, context, rows) gives layer i's output on the way up
 * graph_of(w, i, x, y, context, rows) gives the same output y on the way down, with what gradients
 *   by x and by the layer's weights need
 * </pre>
 */
record LayerGradients() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(
        new Decoder(), new GradientLeaves(), new GradientBuffers(), new GradientBuffer());
  }

  @Override
  public String source() {
    return """
    def trace_states(self, w: Dict[str, Tensor], ids: Tensor, places: Tensor) -> List[Tensor]:
      packed, positions, rows, states = self.pack(ids, places)
      context = self.context(w, packed, positions, rows, None, None)
      trace = [torch.tensor(rows, device="cpu"), packed, positions] + context
      x = self.embed(w, packed, positions).detach().requires_grad_(True)
      for i in range(self.num_hidden_layers):
        y = self.passed(w, i, x, context, rows)
        trace += [x, y]
        x = y.detach().requires_grad_(True)
      return trace + [x, self.last_norm(w, x[0].index_select(0, states))]

    def names_in(self, g: Dict[str, Tensor], part: str, inside: bool) -> List[str]:
      names = annotate(List[str], [])
      for name in g.keys():
        if name.startswith(part) == inside:
          names.append(name)
      return names

    def add_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], trace: List[Tensor], outputs: List[Tensor], upstream: List[Tensor]) -> None:
      trace.pop()
      around = self.names_in(g, self.layers_name(), False)
      d = self.fill_buffers(w, g, around, [trace.pop()], outputs, upstream)
      rows = annotate(List[int], trace[0].tolist())
      first = len(trace) - 2 * self.num_hidden_layers
      embedding_rows = self.embedding_rows(trace[1], trace[2])
      embedded = False
      for name in embedding_rows.keys():
        embedded = embedded or name in g
      context = trace[3:first]
      below = len(g) - len(around)
      i = self.num_hidden_layers - 1
      while i >= 0 and (below > 0 or embedded):
        y = trace.pop()
        x = trace.pop()
        names = self.names_in(g, self.layers_name() + str(i) + ".", True)
        below -= len(names)
        inputs = annotate(List[Tensor], [])
        if below > 0 or embedded:
          inputs.append(x)
        output = self.graph_of(w, i, x, y, context, rows)
        d = self.fill_buffers(w, g, names, inputs, [output], [unchecked_cast(Tensor, d[0])])
        i -= 1
      if embedded:
        for name, row in embedding_rows.items():
          self.add_rows(w, g, name, row, unchecked_cast(Tensor, d[0]))
    """;
  }
}
