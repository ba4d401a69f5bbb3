package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * What a token at t sees through a window of n tokens: those at s with t - n &lt; s &lt;= t.
 *
 * <p>Over sequences of at most T tokens a mask [T, T], or none where T &lt;= n and the causal order
 * says it all; for one new token per row, at lengths [B], its share of what is seen [B, 1, 1, S].
 *
 * @see <a href="https://arxiv.org/abs/2310.06825">Jiang et al. 2023, section 2</a>
 */
record WindowMask() implements Formula {

  @Override
  public String source() {
    return """
    def window_mask(self, tokens: int, positions: Tensor, rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Optional[Tensor]:
      mask = seen
      if lengths is not None and seen is not None:
        s = torch.arange(seen.size(-1), device=positions.device)
        mask = seen.__and__(s > (lengths - tokens).view([-1, 1, 1, 1]))
      elif len(rows) > 0 and max(rows) > tokens:
        t = torch.arange(max(rows), device=positions.device)
        behind = t.unsqueeze(1) - t
        mask = (behind >= 0).__and__(behind < tokens)
      return mask
    """;
  }
}
