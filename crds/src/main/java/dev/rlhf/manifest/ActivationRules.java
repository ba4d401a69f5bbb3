package dev.rlhf.manifest;

/** What the schema says of activations, wherever a manifest may have one. */
final class ActivationRules {
  static final String CHECKPOINTING =
      "Whether each layer is computed a second time when its gradients are taken, so that only its"
          + " input is in memory until then; false where left out. Less memory, more time, the same"
          + " bits.";

  private ActivationRules() {}
}
