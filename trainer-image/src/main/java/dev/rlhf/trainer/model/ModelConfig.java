package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;

/**
 * What a Llama-family config.json says about the model, every key honoured or refused by name.
 *
 * @param json the object it was read from, written back with the folder
 */
public record ModelConfig(
    Architecture architecture,
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    double rmsNormEps,
    int maxPositions,
    RotaryConfig rotary,
    boolean attentionBias,
    boolean mlpBias,
    boolean tiedEmbeddings,
    double initializerRange,
    ObjectNode json) {
  private static final int MOST_LAYERS = 10_000;

  public ModelConfig {
    require(
        heads % kvHeads == 0,
        "num_attention_heads (%d) must be a multiple of num_key_value_heads (%d)",
        heads,
        kvHeads);
    require(headDim % 2 == 0, "head_dim (%d) must be even", headDim);
  }

  /**
   * Reads the content of a config.json.
   *
   * @throws InvalidInputException naming the first key that is wrong or not supported
   */
  public static ModelConfig parse(ObjectNode json) {
    ConfigKeys keys = new ConfigKeys("config.json", json);
    Architecture architecture = Architecture.read(keys);
    if (architecture == Architecture.REWARD_MODEL) {
      RewardModelKeys.check(keys);
    }
    NeutralKeys.check(keys);
    int hidden = keys.positive("hidden_size");
    int heads = keys.positive("num_attention_heads");
    ModelConfig config =
        new ModelConfig(
            architecture,
            keys.positive("vocab_size"),
            hidden,
            keys.positive("intermediate_size"),
            keys.positiveUpTo("num_hidden_layers", MOST_LAYERS),
            heads,
            keys.positive("num_key_value_heads", heads),
            headDim(keys, hidden, heads),
            keys.positiveNumber("rms_norm_eps", 1e-6),
            keys.positive("max_position_embeddings", 2048),
            RotaryConfig.read(keys),
            keys.flag("attention_bias"),
            keys.flag("mlp_bias"),
            keys.flag("tie_word_embeddings"),
            keys.positiveNumber("initializer_range", 0.02),
            json.deepCopy());
    keys.refuseRest();
    return config;
  }

  /**
   * This model's config with a reward head in place of the language-model head.
   *
   * @param padTokenId the token that pads batches
   */
  public ModelConfig rewardModel(long padTokenId) {
    ObjectNode changed = json.deepCopy();
    RewardModelKeys.write(changed, padTokenId);
    return parse(changed);
  }

  private static int headDim(ConfigKeys keys, int hidden, int heads) {
    require(
        keys.has("head_dim") || hidden % heads == 0,
        "hidden_size (%d) must be a multiple of num_attention_heads (%d), or head_dim be given",
        hidden,
        heads);
    return keys.positive("head_dim", Math.max(1, hidden / heads));
  }

  private static void require(boolean holds, String rule, Object... values) {
    if (!holds) {
      throw new InvalidInputException("config.json: " + rule.formatted(values) + ".");
    }
  }

  /** Refuses a sequence that is longer than the positions the model was trained for. */
  public void checkLength(String what, long tokens) {
    if (tokens > maxPositions) {
      throw new InvalidInputException(
          "%s takes %d tokens, but the model has max_position_embeddings %d; shorten it."
              .formatted(what, tokens, maxPositions));
    }
  }
}
