package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.Map;

/** What becomes of a layer's activations between its forward pass and its gradients. */
public enum Activations {
  /** They stay in memory. */
  KEPT(Map.of()),
  /** They are computed twice. */
  RECOMPUTED(Map.of(new KeptLayers(), new RecomputedLayers()));

  private final Map<Formula, Formula> substitutes;

  Activations(Map<Formula, Formula> substitutes) {
    this.substitutes = substitutes;
  }

  /** What a stage's settings ask for. */
  public static Activations of(boolean checkpointing) {
    return checkpointing ? RECOMPUTED : KEPT;
  }

  /** Formulas that stand for others in a program that takes gradients. */
  Map<Formula, Formula> substitutes() {
    return substitutes;
  }
}
