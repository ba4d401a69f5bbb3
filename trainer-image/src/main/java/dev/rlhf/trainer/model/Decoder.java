package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The decoder from token ids to hidden states after the last norm.
 *
 * <p>{@code hidden_states} is the one forward pass of training, scoring and generation: ids [B, T],
 * padded on the right, to [B, T, hidden]. Weights go by their names in a Hugging Face folder.
 *
 * <p>What the family of the model gives is put beside it by {@link Transformer#compile}:
 *
 * <pre>
 * decode(w, ids [B, T], positions, caches, lengths, seen) gives [B, T, hidden]
 * head_name(w) gives the name of the head's weight, see {@link OutputHead}
 * </pre>
 *
 * <p>{@code decode} goes over whole sequences, or, where lengths [B] and seen [B, 1, 1, S] are
 * given, over one new token per row and what its caches hold.
 */
public record Decoder() implements Formula {

  @Override
  public String source() {
    return """
    def hidden_states(self, w: Dict[str, Tensor], ids: Tensor) -> Tensor:
      positions = torch.arange(ids.size(1), device=ids.device)
      return self.decode(w, ids, positions, annotate(List[Tensor], []), None, None)
    """;
  }
}
