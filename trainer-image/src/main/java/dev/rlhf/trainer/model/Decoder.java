package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The Llama decoder from token ids to hidden states after the last norm, and the head's weight.
 *
 * <p>{@code hidden_states} is the one forward pass of training, scoring and generation: ids [B, T],
 * padded on the right, to [B, T, hidden]. Weights go by their names in a Hugging Face folder, the
 * rotary frequencies by {@value #FREQUENCIES}.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">Touvron et al. 2023, section 2.2</a>
 */
public record Decoder() implements Formula {

  static final String FREQUENCIES = "model.rotary_emb.inv_freq";

  @Override
  public List<Formula> uses() {
    return List.of(new DecoderLayer());
  }

  @Override
  public String source() {
    return """
    def decode(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, caches: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      cos, sin = self.rotary_tables(w["model.rotary_emb.inv_freq"], positions)
      x = torch.embedding(w["model.embed_tokens.weight"], ids)
      for i in range(self.num_hidden_layers):
        cache = caches[2 * i:2 * i + 2]
        x = self.decoder_layer(w, "model.layers." + str(i), x, cos, sin, cache, lengths, seen)
      return self.rms_norm(x, w["model.norm.weight"])

    def hidden_states(self, w: Dict[str, Tensor], ids: Tensor) -> Tensor:
      positions = torch.arange(ids.size(1), device=ids.device)
      return self.decode(w, ids, positions, annotate(List[Tensor], []), None, None)

    def head_name(self, w: Dict[str, Tensor]) -> str:
      if "lm_head.weight" in w:
        name = "lm_head.weight"
      else:
        name = "model.embed_tokens.weight"
      return name
    """;
  }
}
