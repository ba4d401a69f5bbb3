package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * {@link LayerGradients} of layers whose activations are kept until their gradients are taken.
 *
 * <p>No layer's graph reaches into the one before, so that each goes when its gradients have come.
 */
public record KeptLayers() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new LayerGradients());
  }

  @Override
  public String source() {
    return """
    def passed(self, w: Dict[str, Tensor], i: int, x: Tensor, context: List[Tensor], rows: List[int]) -> Tensor:
      return self.layer(w, self.layers_name() + str(i), i, x, context, annotate(List[Tensor], []), rows, None, None)

    def graph_of(self, w: Dict[str, Tensor], i: int, x: Tensor, y: Tensor, context: List[Tensor], rows: List[int]) -> Tensor:
      return y
    """;
  }
}
