package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * Takes sequences [B, T] that are filled up on the right out of their rectangle, one after the
 * other, so that nothing is computed for places that only fill up.
 *
 * <p>Of each row it takes what its last wanted place can see: {@code places} are flat places of [B
 * * T] whose hidden states are wanted. Gives ids [1, N], positions [N], the tokens of each row, and
 * where in [N] the wanted places are.
 */
record PackedRows() implements Formula {

  @Override
  public String source() {
    return """
    def pack(self, ids: Tensor, places: Tensor) -> Tuple[Tensor, Tensor, List[int], Tensor]:
      row = places.div(ids.size(1), rounding_mode="floor")
      column = places - row * ids.size(1)
      lengths = torch.zeros([ids.size(0)], dtype=4, device=ids.device).scatter_reduce(0, row, column + 1, "amax")
      rows = annotate(List[int], lengths.cpu().tolist())
      t = torch.arange(ids.size(1), device=ids.device)
      inside = t < lengths.unsqueeze(1)
      starts = torch.cumsum(lengths, 0) - lengths
      return (ids.masked_select(inside).unsqueeze(0), t.expand_as(ids).masked_select(inside), rows, starts[row] + column)
    """;
  }
}
