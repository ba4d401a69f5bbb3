package dev.rlhf.trainer.model;

/**
 * How Qwen2's and Qwen3's config.json speak of their decoders: Llama's with a window for some
 * layers; Qwen2 has biases on queries, keys and values, Qwen3 normalises queries and keys.
 */
final class Qwen {

  private Qwen() {}

  static LlamaConfig readQwen2(ConfigKeys keys) {
    LinearBiases biases = new LinearBiases(true, false, false);
    return read(keys, LlamaConfig.headDim(keys), biases, false);
  }

  static LlamaConfig readQwen3(ConfigKeys keys) {
    boolean bias = keys.flag("attention_bias");
    return read(keys, keys.positive("head_dim"), new LinearBiases(bias, bias, false), true);
  }

  private static LlamaConfig read(
      ConfigKeys keys, int headDim, LinearBiases biases, boolean queryKeyNorm) {
    return LlamaConfig.read(
        keys,
        LlamaConfig.sizes(
            keys,
            keys.positive("num_key_value_heads"),
            headDim,
            keys.positive("max_position_embeddings")),
        biases,
        queryKeyNorm,
        SlidingWindow.ofNamedLayers(keys));
  }
}
