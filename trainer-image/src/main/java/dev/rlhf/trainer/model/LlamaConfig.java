package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rlhf.trainer.tensor.Formula;
import java.util.Map;
import java.util.Optional;

/**
 * Llama's decoder, and those of the families that differ from it in what stands here only.
 *
 * @param queryKeyNorm whether heads of queries and keys are normalised before they are turned
 */
record LlamaConfig(
    DecoderSizes sizes,
    LinearBiases biases,
    boolean queryKeyNorm,
    SlidingWindow window,
    double rmsNormEps,
    RotaryConfig rotaryConfig,
    boolean tiedEmbeddings,
    double initializerRange)
    implements DecoderConfig {

  LlamaConfig {
    ConfigKeys.require(sizes.headDim() % 2 == 0, "head_dim (%d) must be even", sizes.headDim());
    ConfigKeys.require(
        rotaryConfig.share() == 1,
        "partial_rotary_factor is %s; only 1.0 is supported",
        rotaryConfig.share());
  }

  /** Reads the keys that all these families share. */
  static LlamaConfig read(
      ConfigKeys keys,
      DecoderSizes sizes,
      LinearBiases biases,
      boolean queryKeyNorm,
      SlidingWindow window) {
    keys.only("hidden_act", TextNode.valueOf("silu"));
    keys.only("attention_dropout", DoubleNode.valueOf(0));
    return new LlamaConfig(
        sizes,
        biases,
        queryKeyNorm,
        window.within(sizes.maxPositions()),
        keys.positiveNumber("rms_norm_eps", 1e-6),
        RotaryConfig.read(keys, RotaryKeys.LLAMA),
        keys.flag("tie_word_embeddings"),
        keys.positiveNumber("initializer_range", 0.02));
  }

  /** Reads the sizes, with what the family takes for keys that are left out. */
  static DecoderSizes sizes(ConfigKeys keys, int kvHeads, int headDim, int maxPositions) {
    return new DecoderSizes(
        keys.positive("vocab_size"),
        keys.positive("hidden_size"),
        keys.positive("intermediate_size"),
        keys.layers(),
        keys.positive("num_attention_heads"),
        kvHeads,
        headDim,
        maxPositions);
  }

  /** The size of a head: {@code head_dim}, or an equal share of the hidden size. */
  static int headDim(ConfigKeys keys) {
    int hidden = keys.positive("hidden_size");
    int heads = keys.positive("num_attention_heads");
    ConfigKeys.require(
        keys.has("head_dim") || hidden % heads == 0,
        "hidden_size (%d) must be a multiple of num_attention_heads (%d), or head_dim be given",
        hidden,
        heads);
    return keys.positive("head_dim", Math.max(1, hidden / heads));
  }

  @Override
  public WeightNames names() {
    return WeightNames.LLAMA;
  }

  @Override
  public Optional<RotaryConfig> rotary() {
    return Optional.of(rotaryConfig);
  }

  @Override
  public Formula formula() {
    return new LlamaDecoder(queryKeyNorm, window);
  }

  @Override
  public Map<String, Double> constants() {
    return Map.of("rms_norm_eps", rmsNormEps);
  }

  /**
   * Each norm its input, its quotient and its product; attention its queries, keys, values, all
   * copied for their group, and its answer, by row and of all rows; the network both its maps, silu
   * and their product.
   */
  @Override
  public long keptByLayer() {
    long queries = (long) sizes.heads() * sizes.headDim();
    long keys = (long) sizes.kvHeads() * sizes.headDim();
    long normalised = queryKeyNorm ? 2 * (queries + keys) : 0;
    return 6L * sizes.hiddenSize()
        + 5 * queries
        + sizes.heads()
        + normalised
        + 4L * sizes.intermediateSize();
  }

  @Override
  public WeightShapes weights() {
    WeightShapes shapes = new WeightShapes();
    shapes.weight("model.embed_tokens", sizes.vocabSize(), sizes.hiddenSize());
    for (int i = 0; i < sizes.layers(); i++) {
      addLayer(shapes, "model.layers." + i);
    }
    shapes.weight("model.norm", sizes.hiddenSize());
    return shapes;
  }

  private void addLayer(WeightShapes shapes, String layer) {
    int hidden = sizes.hiddenSize();
    int inner = sizes.intermediateSize();
    int queries = sizes.heads() * sizes.headDim();
    int keys = sizes.kvHeads() * sizes.headDim();
    shapes.weight(layer + ".input_layernorm", hidden);
    shapes.linear(layer + ".self_attn.q_proj", queries, hidden, biases.queryKeyValue());
    shapes.linear(layer + ".self_attn.k_proj", keys, hidden, biases.queryKeyValue());
    shapes.linear(layer + ".self_attn.v_proj", keys, hidden, biases.queryKeyValue());
    shapes.linear(layer + ".self_attn.o_proj", hidden, queries, biases.output());
    if (queryKeyNorm) {
      shapes.weight(layer + ".self_attn.q_norm", sizes.headDim());
      shapes.weight(layer + ".self_attn.k_norm", sizes.headDim());
    }
    shapes.weight(layer + ".post_attention_layernorm", hidden);
    shapes.linear(layer + ".mlp.gate_proj", inner, hidden, biases.mlp());
    shapes.linear(layer + ".mlp.up_proj", inner, hidden, biases.mlp());
    shapes.linear(layer + ".mlp.down_proj", hidden, inner, biases.mlp());
  }
}
