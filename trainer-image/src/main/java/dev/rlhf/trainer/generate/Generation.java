package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.model.ComputePrecision;
import dev.rlhf.trainer.model.Decoder;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * Generation with a key/value cache: {@code begin} reads prompts and draws the first token, {@code
 * proceed} feeds the last token and draws the next as often as u [B, K] has columns.
 *
 * <p>Both give [tokens [B, K], occurred [B, V], caches...]. Prompts [B, T] are padded on the right;
 * lengths [B] count the tokens before the one that is fed. {@code occurred} has no columns where no
 * repetition is penalised.
 */
public record Generation() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new ComputePrecision(), new NextToken());
  }

  @Override
  public String source() {
    return """
    def begin(self, w: Dict[str, Tensor], ids: Tensor, lengths: Tensor, u: Tensor, temperature: float, top_p: float, penalty: float) -> List[Tensor]:
      caches = annotate(List[Tensor], [])
      for _ in range(2 * self.num_hidden_layers):
        caches.append(self.lowered(torch.zeros([ids.size(0), ids.size(1), self.num_key_value_heads, self.head_dim], dtype=6, device=ids.device)))
      positions = torch.arange(ids.size(1), device=ids.device)
      hidden = self.decode(w, ids, positions, caches, None, None)
      rows = torch.arange(ids.size(0), device=ids.device)
      head = w[self.head_name(w)]
      logits = self.logits(torch.index(hidden, [rows, lengths - 1]), head)
      if penalty != 1.:
        occurred = self.occurrences(ids, lengths, head.size(0))
      else:
        occurred = torch.zeros([ids.size(0), 0], dtype=11, device=ids.device)
      token = self.next_token(logits, occurred, u[:, 0], temperature, top_p, penalty)
      return [token.unsqueeze(1), self.note(occurred, token)] + caches

    def proceed(self, w: Dict[str, Tensor], token: Tensor, lengths: Tensor, u: Tensor, temperature: float, top_p: float, penalty: float, occurred: Tensor, caches: List[Tensor]) -> List[Tensor]:
      k = u.size(1)
      grown = [torch.constant_pad_nd(cache, [0, 0, 0, 0, 0, k]) for cache in caches]
      longest = int(lengths.max().item())
      tokens = annotate(List[Tensor], [])
      for j in range(k):
        at = lengths + j
        seen = torch.arange(longest + j + 1, device=at.device) <= at.view([-1, 1, 1, 1])
        hidden = self.decode(w, token.unsqueeze(1), at.view([-1, 1, 1]), grown, at, seen)
        logits = self.logits(hidden[:, 0], w[self.head_name(w)])
        token = self.next_token(logits, occurred, u[:, j], temperature, top_p, penalty)
        occurred = self.note(occurred, token)
        tokens.append(token)
      return [torch.stack(tokens, 1), occurred] + grown

    def note(self, occurred: Tensor, token: Tensor) -> Tensor:
      if occurred.size(1) > 0:
        occurred = occurred.scatter(1, token.unsqueeze(1), True)
      return occurred

    def keep_rows(self, tensors: List[Tensor], rows: Tensor) -> List[Tensor]:
      return [t.index_select(0, rows) for t in tensors]
    """;
  }
}
