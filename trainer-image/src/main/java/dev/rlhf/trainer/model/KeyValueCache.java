package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Keys and values of the tokens seen so far, for one layer: two tensors [B, capacity, kvHeads, D].
 *
 * <p>A row's next token lies at its own length, also where its prompt is shorter than the batch's:
 * it overwrites the padding.
 */
public record KeyValueCache() implements Formula {

  @Override
  public String source() {
    return """
    def cache_prompt(self, cache: List[Tensor], k: Tensor, v: Tensor) -> None:
      cache[0].narrow(1, 0, k.size(2)).copy_(k.transpose(1, 2))
      cache[1].narrow(1, 0, v.size(2)).copy_(v.transpose(1, 2))

    def cache_token(self, cache: List[Tensor], lengths: Tensor, k: Tensor, v: Tensor) -> None:
      rows = torch.arange(lengths.size(0), device=lengths.device)
      torch.index_put_(cache[0], [rows, lengths], k.squeeze(2))
      torch.index_put_(cache[1], [rows, lengths], v.squeeze(2))
    """;
  }
}
