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
    def decode(self, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, caches: List[Tensor], lengths: Optional[Tensor], seen: Optional[Tensor]) -> Tensor:
      places = torch.embedding(w["transformer.wpe.weight"], positions.view([-1, ids.size(1)]))
      x = self.lowered(torch.embedding(w["transformer.wte.weight"], ids) + places)
      for i in range(self.num_hidden_layers):
        cache = caches[2 * i:2 * i + 2]
        x = self.decoder_layer(w, "transformer.h." + str(i), x, cache, lengths, seen)
      return self.layer_norm(w, "transformer.ln_f", x)
    """;
  }
}
