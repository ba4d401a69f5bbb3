package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Grouped-query attention: softmax(q k' / sqrt(D)) v, each key/value head serving H / kvHeads query
 * heads; causal over a sequence, or for one new token over what its cache holds.
 *
 * <p>Sequences are padded on the right, so that the causal order alone keeps padding out. One new
 * token per row needs no copies of shared heads: a group's queries attend as rows of one head.
 *
 * @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al. 2023, section 2.2</a>
 */
public record Attention() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Linear(), new RotaryEmbedding(), new KeyValueCache());
  }

  @Override
  public String source() {
    return """
    def heads(self, w: Dict[str, Tensor], name: str, x: Tensor, head_dim: int) -> Tensor:
      return self.linear(w, name, x).unflatten(-1, [-1, head_dim]).transpose(1, 2)

    def attend_sequence(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
      group = q.size(1) // k.size(1)
      if group > 1:
        k = k.repeat_interleave(group, 1)
        v = v.repeat_interleave(group, 1)
      return torch.scaled_dot_product_attention(q, k, v, None, 0., True)

    def attend_cache(self, q: Tensor, cache: List[Tensor], seen: Tensor) -> Tensor:
      k = cache[0].narrow(1, 0, seen.size(-1)).transpose(1, 2)
      v = cache[1].narrow(1, 0, seen.size(-1)).transpose(1, 2)
      grouped = q.view([q.size(0), k.size(1), -1, q.size(3)])
      return torch.scaled_dot_product_attention(grouped, k, v, seen).view(q.size())

    def attention(self, w: Dict[str, Tensor], name: str, x: Tensor, cos: Tensor, sin: Tensor, cache: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      head_dim = cos.size(-1)
      q = self.rotate(self.heads(w, name + ".q_proj", x, head_dim), cos, sin)
      k = self.rotate(self.heads(w, name + ".k_proj", x, head_dim), cos, sin)
      v = self.heads(w, name + ".v_proj", x, head_dim)
      if lengths is not None and seen is not None:
        self.cache_token(cache, lengths, k, v)
        y = self.attend_cache(q, cache, seen)
      else:
        if len(cache) > 0:
          self.cache_prompt(cache, k, v)
        y = self.attend_sequence(q, k, v)
      return self.linear(w, name + ".o_proj", y.transpose(1, 2).flatten(2))
    """;
  }
}
