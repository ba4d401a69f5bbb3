package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GPT-2's decoder. */
record Gpt2Config(
    DecoderSizes sizes,
    Gelu activation,
    double layerNormEps,
    boolean tiedEmbeddings,
    double initializerRange)
    implements DecoderConfig {

  private static final WeightNames NAMES =
      new WeightNames("transformer.", "transformer.wte.weight", "lm_head.weight", "");

  /** Of a head that this trainer does not have, or about dropout, which no stage applies. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "n_ctx",
          "resid_pdrop",
          "embd_pdrop",
          "attn_pdrop",
          "summary_type",
          "summary_use_proj",
          "summary_activation",
          "summary_proj_to_labels",
          "summary_first_dropout");

  /** Reads the keys of GPT-2. */
  static Gpt2Config read(ConfigKeys keys) {
    keys.ignore(WITHOUT_EFFECT);
    keys.only("scale_attn_weights", BooleanNode.TRUE);
    keys.only("scale_attn_by_inverse_layer_idx", BooleanNode.FALSE);
    keys.only("reorder_and_upcast_attn", BooleanNode.FALSE);
    int hidden = keys.positive("n_embd");
    int heads = keys.positive("n_head");
    ConfigKeys.require(
        hidden % heads == 0, "n_embd (%d) must be a multiple of n_head (%d)", hidden, heads);
    return new Gpt2Config(
        new DecoderSizes(
            keys.positive("vocab_size"),
            hidden,
            keys.positive("n_inner", 4 * hidden),
            keys.layers("n_layer"),
            heads,
            heads,
            hidden / heads,
            keys.positive("n_positions")),
        Gelu.read(keys, "activation_function"),
        keys.positiveNumber("layer_norm_epsilon", 1e-5),
        keys.flag("tie_word_embeddings", true),
        keys.positiveNumber("initializer_range", 0.02));
  }

  @Override
  public WeightNames names() {
    return NAMES;
  }

  @Override
  public Optional<RotaryConfig> rotary() {
    return Optional.empty();
  }

  @Override
  public Formula formula() {
    return new Gpt2Decoder(activation);
  }

  @Override
  public Map<String, Double> constants() {
    return Map.of("layer_norm_eps", layerNormEps);
  }

  /**
   * Inputs and products of both norms; queries, keys, values and their answer, by row and of all
   * rows; the network's.
   */
  @Override
  public long keptByLayer() {
    return 9L * sizes.hiddenSize()
        + sizes.heads()
        + activation.kept() * (long) sizes.intermediateSize();
  }

  @Override
  public WeightShapes weights() {
    WeightShapes shapes = new WeightShapes();
    int hidden = sizes.hiddenSize();
    int inner = sizes.intermediateSize();
    shapes.weight("transformer.wte", sizes.vocabSize(), hidden);
    shapes.weight("transformer.wpe", sizes.maxPositions(), hidden);
    for (int i = 0; i < sizes.layers(); i++) {
      String layer = "transformer.h." + i;
      shapes.layerNorm(layer + ".ln_1", hidden);
      shapes.transposed(layer + ".attn.c_attn", 3 * hidden, hidden);
      shapes.transposed(layer + ".attn.c_proj", hidden, hidden);
      shapes.layerNorm(layer + ".ln_2", hidden);
      shapes.transposed(layer + ".mlp.c_fc", inner, hidden);
      shapes.transposed(layer + ".mlp.c_proj", hidden, inner);
    }
    shapes.layerNorm("transformer.ln_f", hidden);
    return shapes;
  }

  /** Maps that end a layer's branch start smaller, so that many layers do not add up. */
  @Override
  public double deviation(String name) {
    return name.endsWith("c_proj.weight")
        ? initializerRange / Math.sqrt(2.0 * sizes.layers())
        : initializerRange;
  }
}
