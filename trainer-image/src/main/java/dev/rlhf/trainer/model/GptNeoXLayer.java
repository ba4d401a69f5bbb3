package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * One layer of GPT-NeoX: y = x + attention(norm1(x)) + mlp(norm2(x)), or, not parallel, h = x +
 * attention(norm1(x)), y = h + mlp(norm2(h)).
 *
 * @see <a href="https://arxiv.org/abs/2204.06745">Black et al. 2022, section 2.1.2</a>
 */
record GptNeoXLayer(boolean parallelResidual, Gelu activation) implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new LayerNorm(), new GptNeoXAttention(), new Linear(), activation);
  }

  @Override
  public String source() {
    return """
    def decoder_layer(self, w: Dict[str, Tensor], name: str, x: Tensor, cos: Tensor, sin: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      before = self.layer_norm(w, name + ".input_layernorm", x)
      h = x + self.attention(w, name + ".attention", before, cos, sin, cache, rows, lengths, seen)
      between = self.layer_norm(w, name + ".post_attention_layernorm", %s)
      inner = self.gelu(self.linear(w, name + ".mlp.dense_h_to_4h", between))
      return h + self.linear(w, name + ".mlp.dense_4h_to_h", inner)
    """
        .formatted(parallelResidual ? "x" : "h");
  }
}
