package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The same as {@link KeptLayers} in less memory and more time: of each layer only its input is
 * kept, and the layer is computed anew when its gradients are taken.
 *
 * <p>Gradients are the same to the last bit: each weight's is one sum, made by the same operations.
 *
 * @see <a href="https://arxiv.org/abs/1604.06174">Chen et al. 2016, section 3</a>
 */
record RecomputedLayers() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new LayerGradients());
  }

  @Override
  public String source() {
    return """
    def computed(self, w: Dict[str, Tensor], i: int, x: Tensor, context: List[Tensor], rows: List[int]) -> Tensor:
      return self.layer(w, self.layers_name() + str(i), i, x, context, annotate(List[Tensor], []), rows, None, None)

    def passed(self, w: Dict[str, Tensor], i: int, x: Tensor, context: List[Tensor], rows: List[int]) -> Tensor:
      torch.set_grad_enabled(False)
      y = self.computed(w, i, x, context, rows)
      torch.set_grad_enabled(True)
      return y

    def graph_of(self, w: Dict[str, Tensor], i: int, x: Tensor, y: Tensor, context: List[Tensor], rows: List[int]) -> Tensor:
      return self.computed(w, i, x, context, rows)
    """;
  }
}
