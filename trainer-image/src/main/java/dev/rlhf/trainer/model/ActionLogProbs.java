package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * log pi(a_t|s_t) of a policy at a temperature T: log softmax(logits / T) at the action.
 *
 * <p>{@code hidden} [N, hidden] stands at the positions before the actions [N]. Sampling, the
 * policy, its old self and the reference all divide by the same temperature, so that the
 * distribution that is scored is the one that was sampled.
 */
public record ActionLogProbs() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def action_logits(self, hidden: Tensor, head: Tensor, temperature: float) -> Tensor:
      return self.at_temperature(self.logits(hidden, head), temperature)

    def at_temperature(self, logits: Tensor, temperature: float) -> Tensor:
      if temperature != 1.:
        logits = logits / temperature
      return logits

    def action_log_probs(self, logits: Tensor, actions: Tensor) -> Tensor:
      return self.chosen(torch.log_softmax(logits, -1), actions)

    def chosen(self, log_probs: Tensor, actions: Tensor) -> Tensor:
      return log_probs.gather(1, actions.unsqueeze(1)).squeeze(1)
    """;
  }
}
