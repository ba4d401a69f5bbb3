package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * GPT-NeoX's {@link Attention}: one map gives each head its query, key and value side by side, and
 * only the first dimensions of queries and keys are turned by their positions.
 *
 * @see <a href="https://arxiv.org/abs/2204.06745">Black et al. 2022, section 2.1.1</a>
 */
record GptNeoXAttention() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Linear(), new RotaryEmbedding(), new Attention());
  }

  @Override
  public String source() {
    return """
    def rotate_first(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
      turned = cos.size(-1)
      kept = x.narrow(-1, turned, x.size(-1) - turned)
      return torch.cat([self.rotate(x.narrow(-1, 0, turned), cos, sin), kept], -1)

    def attention(self, w: Dict[str, Tensor], name: str, x: Tensor, cos: Tensor, sin: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      heads = self.linear(w, name + ".query_key_value", x).unflatten(-1, [-1, 3 * self.head_dim])
      q, k, v = heads.transpose(1, 2).chunk(3, -1)
      q = self.rotate_first(q, cos, sin)
      k = self.rotate_first(k, cos, sin)
      y = self.attend(q, k, v, cache, rows, lengths, seen)
      return self.linear(w, name + ".dense", y.transpose(1, 2).flatten(2))
    """;
  }
}
