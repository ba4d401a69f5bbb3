package dev.rlhf.trainer.model;

/**
 * What a family calls the settings of its rotary embedding.
 *
 * @param theta the base of the frequencies
 * @param share the share of a head's dimensions that is turned
 * @param absentShare what it is where it is left out
 */
record RotaryKeys(String theta, String share, double absentShare) {

  static final RotaryKeys LLAMA = new RotaryKeys("rope_theta", "partial_rotary_factor", 1);

  static final RotaryKeys GPT_NEOX = new RotaryKeys("rotary_emb_base", "rotary_pct", 0.25);
}
