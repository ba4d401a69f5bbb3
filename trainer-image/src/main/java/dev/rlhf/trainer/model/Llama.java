package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;

/** How Llama's config.json speaks of its decoder. */
final class Llama {

  private Llama() {}

  static LlamaConfig read(ConfigKeys keys) {
    keys.only("pretraining_tp", IntNode.valueOf(1));
    keys.only("rope_interleaved", BooleanNode.FALSE);
    keys.only("is_llama_config", BooleanNode.TRUE);
    keys.only("use_sliding_window", BooleanNode.FALSE);
    boolean attentionBias = keys.flag("attention_bias");
    return LlamaConfig.read(
        keys,
        LlamaConfig.sizes(
            keys,
            keys.positive("num_key_value_heads", keys.positive("num_attention_heads")),
            LlamaConfig.headDim(keys),
            keys.positive("max_position_embeddings", 2048)),
        new LinearBiases(attentionBias, attentionBias, keys.flag("mlp_bias")),
        false,
        SlidingWindow.refuse(keys));
  }
}
