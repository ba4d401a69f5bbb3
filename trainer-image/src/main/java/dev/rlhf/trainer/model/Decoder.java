package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The decoder from token ids to hidden states after the last norm.
 *
 * <p>{@code decode} is the one forward pass of training, scoring and generation. Weights go by
 * their names in a Hugging Face folder. What the family of the model gives is put beside it by
 * {@link Transformer#compile}:
 *
 * <pre>
 * embedding_rows(ids, positions) gives the rows, by the embeddings' names, whose sum is the first x
 * context(w, ids, positions, rows, lengths, seen) gives what all layers read
 * layer(w, name, i, x, context, cache, rows, lengths, seen) gives the next x
 * last_norm(w, x) gives hidden states
 * layers_name() gives what the names of all layers' weights begin with, before the layer's number
 * head_name(w) gives the name of the head's weight, see {@link OutputHead}
 * </pre>
 *
 * <p>It goes over whole sequences, ids [1, N] and x [1, N, hidden], which stand one after the other
 * with as many tokens of each as {@code rows} says; or, where lengths [B] and seen [B, 1, 1, S] are
 * given, over one new token per row, ids [B, 1] and x [B, 1, hidden], and what its caches hold;
 * then {@code rows} are the parts of the batch that attend together, see {@link Attention}.
 */
public record Decoder() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new PackedRows(), new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def embed(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
      parts = annotate(List[Tensor], [])
      for name, rows in self.embedding_rows(ids, positions).items():
        parts.append(torch.embedding(w[name], rows))
      x = parts[0]
      for part in parts[1:]:
        x = x + part
      return self.lowered(x)

    def run_layers(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, caches: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      context = self.context(w, ids, positions, rows, lengths, seen)
      x = self.embed(w, ids, positions)
      for i in range(self.num_hidden_layers):
        name = self.layers_name() + str(i)
        x = self.layer(w, name, i, x, context, caches[2 * i:2 * i + 2], rows, lengths, seen)
      return x

    def decode(self, w: Dict[str, Tensor], token: Tensor, positions: Tensor, caches: List[Tensor], parts: List[int], lengths: Tensor, seen: Tensor) -> Tensor:
      return self.last_norm(w, self.run_layers(w, token, positions, caches, parts, lengths, seen))

    def states_at(self, w: Dict[str, Tensor], ids: Tensor, places: Tensor) -> Tensor:
      packed, positions, rows, states = self.pack(ids, places)
      x = self.run_layers(w, packed, positions, annotate(List[Tensor], []), rows, None, None)
      return self.last_norm(w, x[0].index_select(0, states))
    """;
  }
}
