package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The decoder of Llama and of the families that share it, see {@link Decoder}.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">Touvron et al. 2023, section 2.2</a>
 */
record LlamaDecoder(boolean queryKeyNorm, SlidingWindow window) implements Formula {

  @Override
  public List<Formula> uses() {
    LlamaLayer layer = new LlamaLayer(queryKeyNorm);
    return window.isNone() ? List.of(layer) : List.of(layer, new WindowMask());
  }

  @Override
  public String source() {
    return """
    def layers_name(self) -> str:
      return "model.layers."

    def embedding_rows(self, ids: Tensor, positions: Tensor) -> Dict[str, Tensor]:
      return {"model.embed_tokens.weight": ids}

    def last_norm(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
      return self.rms_norm(x, w["model.norm.weight"])

    """
        + (window.isNone() ? plain() : windowed());
  }

  private static String plain() {
    return """
    def context(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> List[Tensor]:
      cos, sin = self.rotary_tables(w["model.rotary_emb.inv_freq"], positions)
      return [cos, sin]

    def layer(self, w: Dict[str, Tensor], name: str, i: int, x: Tensor, context: List[Tensor], cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      return self.decoder_layer(w, name, x, context[0], context[1], cache, rows, lengths, seen)
    """;
  }

  /** Where the window is shorter than what is read, the context has a mask for its layers. */
  private String windowed() {
    return """
    def context(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> List[Tensor]:
      cos, sin = self.rotary_tables(w["model.rotary_emb.inv_freq"], positions)
      context = [cos, sin]
      near = self.window_mask(%d, positions, rows, lengths, seen)
      if near is not None:
        context.append(near)
      return context

    def layer(self, w: Dict[str, Tensor], name: str, i: int, x: Tensor, context: List[Tensor], cache: List[Tensor], rows: List[int], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      mask = seen
      if len(context) > 2 and i in %s:
        mask = context[2]
      return self.decoder_layer(w, name, x, context[0], context[1], cache, rows, lengths, mask)
    """
        .formatted(window.tokens(), window.layers());
  }
}
