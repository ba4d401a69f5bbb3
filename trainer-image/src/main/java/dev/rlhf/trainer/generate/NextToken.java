package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The next token of each row, in the order of transformers: repetition penalty, temperature, top-p,
 * draw; temperature 0 takes the likeliest token.
 */
public record NextToken() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new RepetitionPenalty(), new TopP(), new InverseCdf());
  }

  @Override
  public String source() {
    return """
    def next_token(self, logits: Tensor, occurred: Tensor, u: Tensor, temperature: float, top_p: float, penalty: float) -> Tensor:
      if penalty != 1.:
        logits = self.penalise_repetition(logits, occurred, penalty)
      if temperature == 0.:
        token = torch.argmax(logits, -1)
      else:
        if temperature != 1.:
          logits = logits / temperature
        if top_p < 1.:
          logits = self.keep_nucleus(logits, top_p)
        token = self.draw(logits, u)
      return token
    """;
  }
}
