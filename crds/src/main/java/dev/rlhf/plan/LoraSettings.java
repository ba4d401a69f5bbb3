package dev.rlhf.plan;

import dev.rlhf.manifest.Lora;
import java.util.List;

/**
 * Low-rank adapters, every setting resolved; rank and alpha are PEFT's, all linear layers are
 * QLoRA's (section 4).
 *
 * @param targets ends of the names of the layers that are adapted, or {@link #ALL_LINEAR} alone
 * @see <a href="https://arxiv.org/abs/2305.14314">Dettmers et al. 2023</a>
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {

  /** Every linear layer but the head. */
  public static final String ALL_LINEAR = "all-linear";

  public LoraSettings {
    Requirement.that(rank >= 1, "settings.lora.rank is %d: write 1 or more", rank);
    Requirement.that(alpha > 0, "settings.lora.alpha is %s: write a number above 0", alpha);
    Requirement.that(
        targets != null && !targets.isEmpty(),
        "settings.lora.targets is empty: write names of layers, or %s",
        ALL_LINEAR);
    targets = List.copyOf(targets);
  }

  /** What an update is multiplied by. */
  public double scale() {
    return alpha / rank;
  }

  /** Null where all weights are trained. */
  static LoraSettings of(Lora given) {
    return given == null
        ? null
        : new LoraSettings(
            Default.of(given.rank(), 8),
            Default.of(given.alpha(), 8.0),
            Default.of(given.targets(), List.of(ALL_LINEAR)));
  }
}
