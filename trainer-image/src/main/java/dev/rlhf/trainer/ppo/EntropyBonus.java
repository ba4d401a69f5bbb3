package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.model.Entropy;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The entropy bonus of a micro-batch: coefficient * sum over tokens of {@link Entropy}, which is
 * taken off the policy's loss.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.2</a>
 */
public record EntropyBonus() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Entropy());
  }

  @Override
  public String source() {
    return """
    def entropy_bonus(self, logits: Tensor, coefficient: float) -> Tensor:
      return self.entropy(logits).sum() * coefficient
    """;
  }
}
