package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.rlhf.trainer.tensor.Formula;
import java.util.Map;
import java.util.Optional;

/**
 * GPT-NeoX's decoder, which is Pythia's too.
 *
 * @param attentionBias whether the maps of attention have biases; all others have
 * @param parallelResidual whether attention and network both see the layer's input
 */
record GptNeoXConfig(
    DecoderSizes sizes,
    boolean attentionBias,
    boolean parallelResidual,
    Gelu activation,
    double layerNormEps,
    RotaryConfig rotaryConfig,
    boolean tiedEmbeddings,
    double initializerRange)
    implements DecoderConfig {

  private static final WeightNames NAMES =
      new WeightNames(
          "gpt_neox.",
          "gpt_neox.embed_in.weight",
          "embed_out.weight",
          "gpt_neox.rotary_emb.inv_freq");

  GptNeoXConfig {
    int turned = rotaryConfig.dimensions(sizes.headDim());
    ConfigKeys.require(
        turned > 0 && turned % 2 == 0,
        "rotary_pct (%s) of a head's %d dimensions must be an even number",
        rotaryConfig.share(),
        sizes.headDim());
  }

  /** Reads the keys of GPT-NeoX. */
  static GptNeoXConfig read(ConfigKeys keys) {
    keys.only("hidden_dropout", DoubleNode.valueOf(0));
    keys.only("attention_dropout", DoubleNode.valueOf(0));
    keys.take("classifier_dropout");
    int hidden = keys.positive("hidden_size");
    int heads = keys.positive("num_attention_heads");
    ConfigKeys.require(
        hidden % heads == 0,
        "hidden_size (%d) must be a multiple of num_attention_heads (%d)",
        hidden,
        heads);
    return new GptNeoXConfig(
        new DecoderSizes(
            keys.positive("vocab_size"),
            hidden,
            keys.positive("intermediate_size"),
            keys.layers(),
            heads,
            heads,
            hidden / heads,
            keys.positive("max_position_embeddings")),
        keys.flag("attention_bias", true),
        keys.flag("use_parallel_residual", true),
        Gelu.read(keys, "hidden_act"),
        keys.positiveNumber("layer_norm_eps", 1e-5),
        RotaryConfig.read(keys, RotaryKeys.GPT_NEOX),
        keys.flag("tie_word_embeddings"),
        keys.positiveNumber("initializer_range", 0.02));
  }

  @Override
  public WeightNames names() {
    return NAMES;
  }

  @Override
  public Optional<RotaryConfig> rotary() {
    return Optional.of(rotaryConfig);
  }

  @Override
  public Formula formula() {
    return new GptNeoXDecoder(parallelResidual, activation);
  }

  @Override
  public Map<String, Double> constants() {
    return Map.of("layer_norm_eps", layerNormEps);
  }

  /**
   * Inputs and products of the norms; the map of queries, keys and values, of which values are a
   * part, turned queries and keys, and attention's answer, by row and of all rows; the network's.
   */
  @Override
  public long keptByLayer() {
    long hidden = sizes.hiddenSize();
    long inputs = parallelResidual ? 1 : 2;
    return (inputs + 2 + 3 + 2 + 2) * hidden
        + sizes.heads()
        + activation.kept() * (long) sizes.intermediateSize();
  }

  @Override
  public WeightShapes weights() {
    WeightShapes shapes = new WeightShapes();
    int hidden = sizes.hiddenSize();
    int inner = sizes.intermediateSize();
    shapes.weight("gpt_neox.embed_in", sizes.vocabSize(), hidden);
    for (int i = 0; i < sizes.layers(); i++) {
      String layer = "gpt_neox.layers." + i;
      shapes.layerNorm(layer + ".input_layernorm", hidden);
      shapes.layerNorm(layer + ".post_attention_layernorm", hidden);
      shapes.linear(layer + ".attention.query_key_value", 3 * hidden, hidden, attentionBias);
      shapes.linear(layer + ".attention.dense", hidden, hidden, attentionBias);
      shapes.linear(layer + ".mlp.dense_h_to_4h", inner, hidden, true);
      shapes.linear(layer + ".mlp.dense_4h_to_h", hidden, inner, true);
    }
    shapes.layerNorm("gpt_neox.final_layer_norm", hidden);
    return shapes;
  }
}
