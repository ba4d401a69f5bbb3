package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The decoder of GPT-2, see {@link Decoder}: each position has a learnt vector, which is added to
 * its token's.
 *
 * @see <a href="https://cdn.openai.com/better-language-models/language-models.pdf">Radford et al.
 *     2019, section 2.3</a>
 */
record Gpt2Decoder(Gelu activation) implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Gpt2Layer(activation));
  }

  @Override
  public String source() {
    return """
    def layers_name(self) -> str:
      return "transformer.h."

    def embedding_rows(self, ids: Tensor, positions: Tensor) -> Dict[str, Tensor]:
      return {"transformer.wte.weight": ids, "transformer.wpe.weight": positions.view([-1, ids.size(1)])}

    def context(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> List[Tensor]:
      return annotate(List[Tensor], [])

    def layer(self, w: Dict[str, Tensor], name: str, i: int, x: Tensor, context: List[Tensor], cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      return self.decoder_layer(w, name, x, cache, rows, lengths, seen)

    def last_norm(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
      return self.layer_norm(w, "transformer.ln_f", x)
    """;
  }
}
