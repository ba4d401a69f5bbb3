package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Llama's {@link Attention}: queries, keys and values by maps of their own, queries and keys turned
 * by their positions, and, in Qwen3, each head of them normalised before.
 *
 * @see <a href="https://arxiv.org/abs/2505.09388">Yang et al. 2025, section 2</a>
 */
record LlamaAttention(boolean queryKeyNorm) implements Formula {

  private static final String TURNED =
      "self.rotate(self.heads(w, name + \".%1$s_proj\", x, head_dim), cos, sin)";

  private static final String NORMALISED =
      "self.rotate(self.rms_norm(self.heads(w, name + \".%1$s_proj\", x, head_dim), w[name + \".%1$s_norm.weight\"]), cos, sin)";

  @Override
  public List<Formula> uses() {
    return List.of(new Linear(), new RotaryEmbedding(), new RmsNorm(), new Attention());
  }

  @Override
  public String source() {
    String head = queryKeyNorm ? NORMALISED : TURNED;
    return """
    def heads(self, w: Dict[str, Tensor], name: str, x: Tensor, head_dim: int) -> Tensor:
      return self.linear(w, name, x).unflatten(-1, [-1, head_dim]).transpose(1, 2)

    def attention(self, w: Dict[str, Tensor], name: str, x: Tensor, cos: Tensor, sin: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      head_dim = cos.size(-1)
      q = %s
      k = %s
      v = self.heads(w, name + ".v_proj", x, head_dim)
      y = self.attend(q, k, v, cache, rows, lengths, seen)
      return self.linear(w, name + ".o_proj", y.transpose(1, 2).flatten(2))
    """
        .formatted(head.formatted("q"), head.formatted("k"));
  }
}
