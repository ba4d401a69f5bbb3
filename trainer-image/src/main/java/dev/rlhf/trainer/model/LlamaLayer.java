package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/** One pre-norm layer: h = x + attention(norm(x)), y = h + swiglu(norm(h)). */
record LlamaLayer(boolean queryKeyNorm) implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new RmsNorm(), new LlamaAttention(queryKeyNorm), new SwiGlu());
  }

  @Override
  public String source() {
    return """
    def decoder_layer(self, w: Dict[str, Tensor], name: str, x: Tensor, cos: Tensor, sin: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      before = self.rms_norm(x, w[name + ".input_layernorm.weight"])
      h = x + self.attention(w, name + ".self_attn", before, cos, sin, cache, rows, lengths, seen)
      between = self.rms_norm(h, w[name + ".post_attention_layernorm.weight"])
      return h + self.swiglu(w, name + ".mlp", between)
    """;
  }
}
