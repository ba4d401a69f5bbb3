package dev.rlhf.trainer.model;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.InvalidInputException;

/**
 * What a config.json says about the model, every key honoured or refused by name.
 *
 * @param decoder as the family describes it
 * @param json the object it was read from, written back with the folder
 */
public record ModelConfig(
    Family family, Architecture architecture, DecoderConfig decoder, ObjectNode json) {

  /**
   * Reads the content of a config.json.
   *
   * @throws InvalidInputException naming the first key that is wrong or not supported
   */
  public static ModelConfig parse(ObjectNode json) {
    ConfigKeys keys = new ConfigKeys("config.json", json);
    Family family = Family.read(keys);
    Architecture architecture = Architecture.read(keys, family);
    if (architecture == Architecture.REWARD_MODEL) {
      RewardModelKeys.check(keys);
    }
    NeutralKeys.check(keys);
    DecoderConfig decoder = family.decoder(keys);
    keys.refuseRest();
    return new ModelConfig(family, architecture, decoder, json.deepCopy());
  }

  /**
   * This model's config with a reward head in place of the language-model head.
   *
   * @param padTokenId the token that pads batches
   */
  public ModelConfig rewardModel(long padTokenId) {
    ObjectNode changed = json.deepCopy();
    RewardModelKeys.write(changed, family, padTokenId);
    return parse(changed);
  }

  /** What of it decides how much memory it takes. */
  public ModelSize size() {
    return ModelSize.of(this);
  }

  /**
   * The same where an adapter learns.
   *
   * @param lora null where all weights learn
   */
  public ModelSize size(LoraSettings lora) {
    return lora == null
        ? size()
        : size()
            .learning(
                LoraLayers.of(this, lora).shapes(this, lora.rank()).values().stream()
                    .mapToLong(Shape::size)
                    .sum());
  }

  /** The name in {@code architectures}. */
  public String className() {
    return family.className(architecture);
  }

  public int vocabSize() {
    return decoder.sizes().vocabSize();
  }

  public int hiddenSize() {
    return decoder.sizes().hiddenSize();
  }

  /** Tokens of the longest sequence. */
  public int maxPositions() {
    return decoder.sizes().maxPositions();
  }

  /** Whether the embedding of tokens is the head of the language model too. */
  public boolean tiedEmbeddings() {
    return decoder.tiedEmbeddings();
  }

  /** Refuses a sequence that is longer than the positions the model was trained for. */
  public void checkLength(String what, long tokens) {
    if (tokens > maxPositions()) {
      throw new InvalidInputException(
          "%s takes %d tokens, but the model has positions for %d; shorten it."
              .formatted(what, tokens, maxPositions()));
    }
  }
}
