package dev.rlhf.trainer.model;

/** How the rotary frequencies are scaled for long contexts; the field is called rope_type. */
public sealed interface RotaryScaling {

  /** rope_type default. */
  record None() implements RotaryScaling {}

  /** rope_type linear: positions are divided by {@code factor}. */
  record Linear(double factor) implements RotaryScaling {}

  /** rope_type llama3, see {@link RotaryFrequencies}. */
  record Llama3(double factor, double low, double high, int originalContext)
      implements RotaryScaling {}
}
