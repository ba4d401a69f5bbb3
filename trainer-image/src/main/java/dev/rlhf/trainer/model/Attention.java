package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Grouped-query attention: softmax(q k' / sqrt(D)) v, each key/value head serving H / kvHeads query
 * heads; causal over a sequence, or for one new token over what its cache holds.
 *
 * <p>Sequences are padded on the right, so that the causal order alone keeps padding out; without
 * lengths, {@code seen} is a mask [T, T] in its place. One new token per row needs no copies of
 * shared heads: a group's queries attend as rows of one head.
 *
 * @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al. 2023, section 2.2</a>
 */
public record Attention() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new KeyValueCache());
  }

  @Override
  public String source() {
    return """
    def attend_sequence(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
      group = q.size(1) // k.size(1)
      if group > 1:
        k = k.repeat_interleave(group, 1)
        v = v.repeat_interleave(group, 1)
      return torch.scaled_dot_product_attention(q, k, v, mask, 0., mask is None)

    def attend_cache(self, q: Tensor, cache: List[Tensor], seen: Tensor) -> Tensor:
      k = cache[0].narrow(1, 0, seen.size(-1)).transpose(1, 2)
      v = cache[1].narrow(1, 0, seen.size(-1)).transpose(1, 2)
      grouped = q.view([q.size(0), k.size(1), -1, q.size(3)])
      return torch.scaled_dot_product_attention(grouped, k, v, seen).view(q.size())

    def attend(self, q: Tensor, k: Tensor, v: Tensor, cache: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      if lengths is not None and seen is not None:
        self.cache_token(cache, lengths, k, v)
        y = self.attend_cache(q, cache, seen)
      else:
        if len(cache) > 0:
          self.cache_prompt(cache, k, v)
        y = self.attend_sequence(q, k, v, seen)
      return y
    """;
  }
}
