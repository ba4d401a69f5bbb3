package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.model.ComputePrecision;
import dev.rlhf.trainer.model.Decoder;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Generation with a key/value cache: {@code room} makes the state of a batch, {@code begin} reads
 * prompts of some of its rows, from {@code first} on, and draws their first token, {@code proceed}
 * feeds the last token of all rows and draws the next as often as u [B, K] has columns.
 *
 * <p>Both give [tokens [B, K], log-probabilities [B, K], entropies [B, K]]; the second and third
 * have no numbers unless {@code scored} asks for them. Prompts [B, T] are padded on the right;
 * lengths [B] count the tokens before the one that is fed. The state is [occurred [B, V],
 * caches...] and is written in place: caches have room for {@code capacity} tokens of each row. The
 * longest row comes first. {@code occurred} has no columns where no repetition is penalised.
 */
public record Generation() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(
        new Decoder(), new ComputePrecision(), new NextToken(), new DrawnScores(), new RowParts());
  }

  @Override
  public String source() {
    return """
    def room(self, w: Dict[str, Tensor], rows: int, capacity: int, penalty: float) -> List[Tensor]:
      head = w[self.head_name(w)]
      state = [torch.zeros([rows, head.size(0) if penalty != 1. else 0], dtype=11, device=head.device)]
      for _ in range(2 * self.num_hidden_layers):
        state.append(self.lowered(torch.zeros([rows, capacity, self.num_key_value_heads, self.head_dim], dtype=6, device=head.device)))
      return state

    def begin(self, w: Dict[str, Tensor], ids: Tensor, lengths: Tensor, u: Tensor, temperature: float, top_p: float, penalty: float, scored: bool, first: int, state: List[Tensor]) -> List[Tensor]:
      own = [t.narrow(0, first, ids.size(0)) for t in state]
      last = torch.arange(ids.size(0), device=ids.device) * ids.size(1) + lengths - 1
      packed, positions, rows, states = self.pack(ids, last)
      x = self.run_layers(w, packed, positions, own[1:], rows, None, None)
      head = w[self.head_name(w)]
      logits = self.logits(self.last_norm(w, x[0].index_select(0, states)), head)
      if penalty != 1.:
        own[0].copy_(self.occurrences(ids, lengths, head.size(0)))
      token = self.next_token(logits, own[0], u[:, 0], temperature, top_p, penalty)
      self.note(own[0], token)
      scores = self.drawn_scores(logits, token, temperature, scored)
      return [token.unsqueeze(1), scores[0], scores[1]]

    def proceed(self, w: Dict[str, Tensor], token: Tensor, lengths: Tensor, u: Tensor, temperature: float, top_p: float, penalty: float, scored: bool, state: List[Tensor]) -> List[Tensor]:
      k = u.size(1)
      parts = self.row_parts(lengths)
      tokens = annotate(List[Tensor], [])
      log_probs = annotate(List[Tensor], [])
      entropies = annotate(List[Tensor], [])
      for j in range(k):
        at = lengths + j
        seen = torch.arange(parts[1], device=at.device) <= at.view([-1, 1, 1, 1])
        hidden = self.decode(w, token.unsqueeze(1), at.view([-1, 1, 1]), state[1:], parts, at, seen)
        logits = self.logits(hidden[:, 0], w[self.head_name(w)])
        token = self.next_token(logits, state[0], u[:, j], temperature, top_p, penalty)
        self.note(state[0], token)
        tokens.append(token)
        scores = self.drawn_scores(logits, token, temperature, scored)
        log_probs.append(scores[0])
        entropies.append(scores[1])
        parts = self.one_more(parts)
      return [torch.stack(tokens, 1), torch.stack(log_probs, -1), torch.stack(entropies, -1)]

    def note(self, occurred: Tensor, token: Tensor) -> None:
      if occurred.size(1) > 0:
        occurred.scatter_(1, token.unsqueeze(1), True)

    def keep_rows(self, tensors: List[Tensor], rows: Tensor) -> List[Tensor]:
      return [t.index_select(0, rows) for t in tensors]
    """;
  }
}
