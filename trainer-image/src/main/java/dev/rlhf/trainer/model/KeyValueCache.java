package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Keys and values of the tokens seen so far, for one layer: two tensors [B, capacity, kvHeads, D].
 *
 * <p>Prompts come one after the other, k and v [1, kvHeads, N, D]; a row's next token lies at its
 * own length, also where its prompt is shorter than the batch's.
 */
public record KeyValueCache() implements Formula {

  @Override
  public String source() {
    return """
    def cache_prompts(self, cache: List[Tensor], rows: List[int], k: Tensor, v: Tensor) -> None:
      ks = torch.split_with_sizes(k.transpose(1, 2), rows, 1)
      vs = torch.split_with_sizes(v.transpose(1, 2), rows, 1)
      for b in range(len(rows)):
        cache[0][b].narrow(0, 0, rows[b]).copy_(ks[b][0])
        cache[1][b].narrow(0, 0, rows[b]).copy_(vs[b][0])

    def cache_token(self, cache: List[Tensor], lengths: Tensor, k: Tensor, v: Tensor) -> None:
      rows = torch.arange(lengths.size(0), device=lengths.device)
      torch.index_put_(cache[0], [rows, lengths], k.squeeze(2))
      torch.index_put_(cache[1], [rows, lengths], v.squeeze(2))
    """;
  }
}
