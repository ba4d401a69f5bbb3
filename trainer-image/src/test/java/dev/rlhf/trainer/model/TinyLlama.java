package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A Llama of a few thousand random weights, large enough to tell one token from another. */
public final class TinyLlama {

  private TinyLlama() {}

  public static ObjectNode json() {
    return new ObjectMapper()
        .createObjectNode()
        .put("model_type", "llama")
        .put("vocab_size", 40)
        .put("hidden_size", 16)
        .put("intermediate_size", 24)
        .put("num_hidden_layers", 2)
        .put("num_attention_heads", 4)
        .put("num_key_value_heads", 2)
        .put("max_position_embeddings", 64)
        .put("initializer_range", 0.4)
        .put("attention_bias", true);
  }

  public static Transformer model(boolean tied, NDManager manager) throws IOException {
    ModelConfig config = ModelConfig.parse(json().put("tie_word_embeddings", tied));
    return Transformer.initialise(config, 7, manager);
  }

  /** The same under a scalar head. */
  public static Transformer rewardModel(long seed, NDManager manager) throws IOException {
    ModelConfig config = ModelConfig.parse(json()).rewardModel(0);
    return Transformer.initialise(config, seed, manager);
  }
}
