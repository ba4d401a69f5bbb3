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
    return window.isNone() ? plain() : windowed();
  }

  private static String plain() {
    return """
    def decode(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, caches: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      cos, sin = self.rotary_tables(w["model.rotary_emb.inv_freq"], positions)
      x = self.lowered(torch.embedding(w["model.embed_tokens.weight"], ids))
      for i in range(self.num_hidden_layers):
        cache = caches[2 * i:2 * i + 2]
        x = self.decoder_layer(w, "model.layers." + str(i), x, cos, sin, cache, lengths, seen)
      return self.rms_norm(x, w["model.norm.weight"])
    """;
  }

  private String windowed() {
    return """
    def decode(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, caches: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      cos, sin = self.rotary_tables(w["model.rotary_emb.inv_freq"], positions)
      x = self.lowered(torch.embedding(w["model.embed_tokens.weight"], ids))
      near = self.window_mask(%d, ids, lengths, seen)
      for i in range(self.num_hidden_layers):
        cache = caches[2 * i:2 * i + 2]
        mask = seen
        if i in %s:
          mask = near
        x = self.decoder_layer(w, "model.layers." + str(i), x, cos, sin, cache, lengths, mask)
      return self.rms_norm(x, w["model.norm.weight"])
    """
        .formatted(window.tokens(), window.layers());
  }
}
