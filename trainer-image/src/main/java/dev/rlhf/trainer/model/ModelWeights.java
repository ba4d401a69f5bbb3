package dev.rlhf.trainer.model;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and shapes of a Llama model's weights, as in its Hugging Face folder, and how they start.
 */
final class ModelWeights {

  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String HEAD = "lm_head.weight";
  static final String REWARD_HEAD = "score.weight";

  private final ModelConfig config;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private ModelWeights(ModelConfig config) {
    this.config = config;
  }

  /** In the order of the forward pass. */
  static Map<String, Shape> shapes(ModelConfig config) {
    ModelWeights weights = new ModelWeights(config);
    weights.shapes.put(EMBEDDING, new Shape(config.vocabSize(), config.hiddenSize()));
    for (int i = 0; i < config.layers(); i++) {
      weights.layer("model.layers." + i);
    }
    weights.shapes.put("model.norm.weight", new Shape(config.hiddenSize()));
    weights.head();
    return weights.shapes;
  }

  private void head() {
    switch (config.architecture()) {
      case LANGUAGE_MODEL -> {
        if (!config.tiedEmbeddings()) {
          shapes.put(HEAD, headShape(config));
        }
      }
      case REWARD_MODEL -> shapes.put(REWARD_HEAD, new Shape(1, config.hiddenSize()));
    }
  }

  static Shape headShape(ModelConfig config) {
    return new Shape(config.vocabSize(), config.hiddenSize());
  }

  private void layer(String layer) {
    int hidden = config.hiddenSize();
    int queries = config.heads() * config.headDim();
    int keys = config.kvHeads() * config.headDim();
    shapes.put(layer + ".input_layernorm.weight", new Shape(hidden));
    linear(layer + ".self_attn.q_proj", queries, hidden, config.attentionBias());
    linear(layer + ".self_attn.k_proj", keys, hidden, config.attentionBias());
    linear(layer + ".self_attn.v_proj", keys, hidden, config.attentionBias());
    linear(layer + ".self_attn.o_proj", hidden, queries, config.attentionBias());
    shapes.put(layer + ".post_attention_layernorm.weight", new Shape(hidden));
    linear(layer + ".mlp.gate_proj", config.intermediateSize(), hidden, config.mlpBias());
    linear(layer + ".mlp.up_proj", config.intermediateSize(), hidden, config.mlpBias());
    linear(layer + ".mlp.down_proj", hidden, config.intermediateSize(), config.mlpBias());
  }

  private void linear(String name, int out, int in, boolean bias) {
    shapes.put(name + ".weight", new Shape(out, in));
    if (bias) {
      shapes.put(name + ".bias", new Shape(out));
    }
  }

  /**
   * Fills a part of a fresh weight: norms 1, biases 0, the reward head normal(0, 1 / (hidden + 1)),
   * the rest normal(0, initializer_range).
   *
   * <p>So a fresh reward is near 0 for every text, and a pair's loss near ln 2: there is no chance
   * preference to unlearn first. Zeros would keep gradients from the decoder in the first step.
   */
  static void initialise(ModelConfig config, long seed, String name, long start, FloatBuffer part) {
    CounterRandom random = CounterRandom.of(seed).at("initial weights").at(name);
    boolean norm = name.endsWith("norm.weight");
    boolean bias = name.endsWith(".bias");
    boolean reward = name.equals(REWARD_HEAD);
    double deviation = reward ? 1.0 / (config.hiddenSize() + 1) : config.initializerRange();
    for (long i = start; part.hasRemaining(); i++) {
      part.put(norm ? 1 : bias ? 0 : (float) (random.gaussian(i) * deviation));
    }
  }
}
