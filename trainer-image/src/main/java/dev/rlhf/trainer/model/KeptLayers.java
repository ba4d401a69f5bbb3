package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffers;
import java.util.List;

/**
 * The forward pass that gradients are taken of, all its activations kept until they are.
 *
 * <pre>
 * trace_states(w, ids [B, T], places [N]) gives what gradients need of the pass, last the hidden
 *   states [N, hidden] at flat places of [B * T]
 * add_gradients(w, g, trace, outputs, upstream) adds to the buffers g what upstream, the loss's
 *   gradient by outputs that were computed from these hidden states, makes of them
 * </pre>
 */
public record KeptLayers() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new GradientBuffers());
  }

  @Override
  public String source() {
    return """
    def trace_states(self, w: Dict[str, Tensor], ids: Tensor, places: Tensor) -> List[Tensor]:
      return [self.states_at(w, ids, places)]

    def add_gradients(self, w: Dict[str, Tensor], g: Dict[str, Tensor], trace: List[Tensor], outputs: List[Tensor], upstream: List[Tensor]) -> None:
      self.fill_buffers(w, g, g.keys(), annotate(List[Tensor], []), outputs, upstream)
    """;
  }
}
