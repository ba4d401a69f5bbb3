package dev.rlhf.trainer.model;

/** How Mistral's config.json speaks of its decoder: Llama's without biases, with a window. */
final class Mistral {

  private Mistral() {}

  static LlamaConfig read(ConfigKeys keys) {
    return LlamaConfig.read(
        keys,
        LlamaConfig.sizes(
            keys,
            keys.positive("num_key_value_heads"),
            LlamaConfig.headDim(keys),
            keys.positive("max_position_embeddings")),
        new LinearBiases(false, false, false),
        false,
        SlidingWindow.ofEveryLayer(keys));
  }
}
