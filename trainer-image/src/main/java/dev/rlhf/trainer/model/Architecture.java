package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What stands on the decoder: the name in {@code architectures} of a config.json. */
public enum Architecture {
  /** Predicts the next token. */
  LANGUAGE_MODEL("LlamaForCausalLM", "a language model"),
  /** Gives a text one number, {@link RewardHead}; the critic is one too. */
  REWARD_MODEL("LlamaForSequenceClassification", "a reward model");

  private final String id;
  private final String noun;

  Architecture(String id, String noun) {
    this.id = id;
    this.noun = noun;
  }

  /** The name in config.json. */
  public String id() {
    return id;
  }

  /** How a message speaks of it. */
  public String noun() {
    return noun;
  }

  /** A config that names none is a language model's, as long as it names its family. */
  static Architecture read(ConfigKeys keys) {
    JsonNode names = keys.take("architectures");
    if (!names.isNull()) {
      return Arrays.stream(values())
          .filter(known -> names.size() == 1 && names.get(0).asText().equals(known.id))
          .findFirst()
          .orElseThrow(() -> keys.refused("architectures", names, "write one of " + ids()));
    }
    if (!keys.has("model_type")) {
      throw keys.refused(
          "model_type", NullNode.getInstance(), "write \"llama\", the supported family");
    }
    return LANGUAGE_MODEL;
  }

  private static String ids() {
    return Arrays.stream(values()).map(a -> "[\"" + a.id + "\"]").collect(Collectors.joining(", "));
  }
}
