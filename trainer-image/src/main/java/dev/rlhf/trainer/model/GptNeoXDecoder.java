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
    def decode(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, caches: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      cos, sin = self.rotary_tables(w["gpt_neox.rotary_emb.inv_freq"], positions)
      x = self.lowered(torch.embedding(w["gpt_neox.embed_in.weight"], ids))
      for i in range(self.num_hidden_layers):
        cache = caches[2 * i:2 * i + 2]
        x = self.decoder_layer(w, "gpt_neox.layers." + str(i), x, cos, sin, cache, lengths, seen)
      return self.layer_norm(w, "gpt_neox.final_layer_norm", x)
    """;
  }
}
