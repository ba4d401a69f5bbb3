package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/** GPT-2's {@link Attention}: one map gives all queries, then all keys, then all values. */
record Gpt2Attention() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new TransposedLinear(), new Attention());
  }

  @Override
  public String source() {
    return """
    def heads(self, x: Tensor) -> Tensor:
      return x.unflatten(-1, [-1, self.head_dim]).transpose(1, 2)

    def attention(self, w: Dict[str, Tensor], name: str, x: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      q, k, v = self.transposed_linear(w, name + ".c_attn", x).chunk(3, -1)
      y = self.attend(self.heads(q), self.heads(k), self.heads(v), cache, rows, lengths, seen)
      return self.transposed_linear(w, name + ".c_proj", y.transpose(1, 2).flatten(2))
    """;
  }
}
