package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * The scalar head of reward model and critic: r = score . h, without a bias.
 *
 * <p>{@code scalar_head} takes hidden states [..., hidden] to [...]; {@code rewards} takes ids [B,
 * T], padded on the right, and lengths [B] to the numbers [B] at each row's last token, whatever
 * that token is.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 2.1</a>
 */
public record RewardHead() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new Decoder(), new ComputePrecision());
  }

  @Override
  public String source() {
    return """
    def scalar_head(self, w: Dict[str, Tensor], hidden: Tensor) -> Tensor:
      return torch.linear(self.raised(hidden), w["score.weight"]).squeeze(-1)

    def last_places(self, ids: Tensor, lengths: Tensor) -> Tensor:
      return torch.arange(ids.size(0), device=ids.device) * ids.size(1) + lengths - 1

    def rewards(self, w: Dict[str, Tensor], ids: Tensor, lengths: Tensor) -> Tensor:
      return self.scalar_head(w, self.states_at(w, ids, self.last_places(ids, lengths)))
    """;
  }
}
