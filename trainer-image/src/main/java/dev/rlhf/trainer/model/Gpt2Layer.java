package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/** One layer of GPT-2: h = x + attention(norm1(x)), y = h + mlp(norm2(h)). */
record Gpt2Layer(Gelu activation) implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new LayerNorm(), new Gpt2Attention(), new TransposedLinear(), activation);
  }

  @Override
  public String source() {
    return """
    def decoder_layer(self, w: Dict[str, Tensor], name: str, x: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      before = self.layer_norm(w, name + ".ln_1", x)
      h = x + self.attention(w, name + ".attn", before, cache, rows, lengths, seen)
      between = self.layer_norm(w, name + ".ln_2", h)
      inner = self.gelu(self.transposed_linear(w, name + ".mlp.c_fc", between))
      return h + self.transposed_linear(w, name + ".mlp.c_proj", inner)
    """;
  }
}
