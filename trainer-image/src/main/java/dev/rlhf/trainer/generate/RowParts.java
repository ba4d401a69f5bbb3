package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Cuts a batch, longest row first, into parts whose rows attend together: of each part, in turn,
 * how many rows it has, and how many tokens the longest sees that has {@code lengths} [B] tokens
 * before the new one.
 *
 * <p>Rows of a part are as long as its longest, so that fewer rows waste less; on a GPU one call
 * for all costs less than that. {@code one_more} is the same after another token.
 */
record RowParts() implements Formula {

  private static final int ROWS = 8;

  @Override
  public String source() {
    return """
    def row_parts(self, lengths: Tensor) -> List[int]:
      rows = lengths.size(0) if lengths.is_cuda else %d
      parts = annotate(List[int], [])
      for part in torch.split(lengths, rows):
        parts.append(part.size(0))
        parts.append(int(part.max().item()) + 1)
      return parts

    def one_more(self, parts: List[int]) -> List[int]:
      return [parts[i] + i %% 2 for i in range(len(parts))]
    """
        .formatted(ROWS);
  }
}
