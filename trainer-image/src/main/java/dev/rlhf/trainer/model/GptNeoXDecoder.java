package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The decoder of GPT-NeoX and Pythia, see {@link Decoder}.
 *
 * @see <a href="https://arxiv.org/abs/2204.06745">Black et al. 2022, section 2.1</a>
 */
record GptNeoXDecoder(boolean parallelResidual, Gelu activation) implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new GptNeoXLayer(parallelResidual, activation));
  }

  @Override
  public String source() {
    return """
    def layers_name(self) -> str:
      return "gpt_neox.layers."

    def embedding_rows(self, ids: Tensor, positions: Tensor) -> Dict[str, Tensor]:
      return {"gpt_neox.embed_in.weight": ids}

    def context(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> List[Tensor]:
      cos, sin = self.rotary_tables(w["gpt_neox.rotary_emb.inv_freq"], positions)
      return [cos, sin]

    def layer(self, w: Dict[str, Tensor], name: str, i: int, x: Tensor, context: List[Tensor], cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      return self.decoder_layer(w, name, x, context[0], context[1], cache, rows, lengths, seen)

    def last_norm(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
      return self.layer_norm(w, "gpt_neox.final_layer_norm", x)
    """;
  }
}
