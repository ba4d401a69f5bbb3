package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Grouped-query attention: softmax(q k' / sqrt(D)) v, each key/value head serving H / kvHeads query
 * heads; causal over sequences, or for one new token per row over what its cache holds.
 *
 * <p>Sequences stand one after the other in q [1, H, N, D], as many tokens of each as {@code rows}
 * says, so that no place is filled up; {@code seen} is a mask [T, T] of the longest one's in place
 * of the causal order, if any. On a GPU, where each call costs more than a short row's attention,
 * all sequences attend in one, which knows where each begins but no mask. One new token per row, q
 * [B, H, 1, D], needs no copies of shared heads: a group's queries attend as rows of one head. Then
 * {@code rows} cuts the batch into parts that attend one after the other: of each, in turn, its
 * rows and the cached tokens that they see at the most; {@code seen} is a mask [B, 1, 1, S] of each
 * row's.
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
      if mask is not None:
        seen = mask[:q.size(2), :q.size(2)]
        y = torch.scaled_dot_product_attention(q, k, v, seen, 0., False)
      else:
        y = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
      return y

    def attend_sequences(self, q: Tensor, k: Tensor, v: Tensor, rows: List[int], mask: Optional[Tensor]) -> Tensor:
      group = q.size(1) // k.size(1)
      if group > 1:
        k = k.repeat_interleave(group, 1)
        v = v.repeat_interleave(group, 1)
      if q.is_cuda and mask is None:
        y = self.attend_at_once(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), rows)
      else:
        y = self.attend_in_turn(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), rows, mask)
      return y.transpose(1, 2)

    def attend_at_once(self, q: Tensor, k: Tensor, v: Tensor, rows: List[int]) -> Tensor:
      bounds = torch.cumsum(torch.tensor([0] + rows, dtype=3, device=q.device), 0, dtype=3)
      longest = max(rows)
      causal = 1
      y = torch._efficient_attention_forward(q, k, v, None, bounds, bounds, longest, longest, 0., causal, True)
      return y[0]

    def attend_in_turn(self, q: Tensor, k: Tensor, v: Tensor, rows: List[int], mask: Optional[Tensor]) -> Tensor:
      qs = torch.split_with_sizes(q, rows, 1)
      ks = torch.split_with_sizes(k, rows, 1)
      vs = torch.split_with_sizes(v, rows, 1)
      ys = annotate(List[Tensor], [])
      for b in range(len(rows)):
        if rows[b] > 0:
          y = self.attend_sequence(qs[b].transpose(1, 2), ks[b].transpose(1, 2), vs[b].transpose(1, 2), mask)
          ys.append(y.transpose(1, 2))
      return torch.cat(ys, 1)

    def attend_cache(self, q: Tensor, cache: List[Tensor], parts: List[int], seen: Tensor) -> Tensor:
      grouped = q.view([q.size(0), cache[0].size(2), -1, q.size(3)])
      ys = annotate(List[Tensor], [])
      first = 0
      for i in range(len(parts) // 2):
        rows = parts[2 * i]
        tokens = parts[2 * i + 1]
        k = cache[0].narrow(0, first, rows).narrow(1, 0, tokens).transpose(1, 2)
        v = cache[1].narrow(0, first, rows).narrow(1, 0, tokens).transpose(1, 2)
        mask = seen.narrow(0, first, rows).narrow(3, 0, tokens)
        ys.append(torch.scaled_dot_product_attention(grouped.narrow(0, first, rows), k, v, mask))
        first += rows
      return torch.cat(ys, 0).view(q.size())

    def attend(self, q: Tensor, k: Tensor, v: Tensor, cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      if lengths is not None and seen is not None:
        self.cache_token(cache, lengths, k, v)
        y = self.attend_cache(q, cache, rows, seen)
      else:
        if len(cache) > 0:
          self.cache_prompts(cache, rows, k, v)
        y = self.attend_sequences(q, k, v, rows, seen)
      return y
    """;
  }
}
