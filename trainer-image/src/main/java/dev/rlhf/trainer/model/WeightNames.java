package dev.rlhf.trainer.model;

/**
 * What a family calls the weights that every decoder has.
 *
 * @param prefix of the decoder's weights; some folders store them without it
 * @param embedding the vectors of tokens
 * @param head of the language model, where it is not the embedding
 * @param frequencies what {@link RotaryFrequencies} computes
 */
record WeightNames(String prefix, String embedding, String head, String frequencies) {

  /** Of the reward model, in every family. */
  static final String REWARD_HEAD = "score.weight";

  static final WeightNames LLAMA =
      new WeightNames(
          "model.", "model.embed_tokens.weight", "lm_head.weight", "model.rotary_emb.inv_freq");
}
