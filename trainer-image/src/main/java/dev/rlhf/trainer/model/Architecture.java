package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What stands on the decoder; {@code architectures} of a config.json says it. */
public enum Architecture {
  /** Predicts the next token. */
  LANGUAGE_MODEL("a language model"),
  /** Gives a text one number, {@link RewardHead}; the critic is one too. */
  REWARD_MODEL("a reward model");

  private final String noun;

  Architecture(String noun) {
    this.noun = noun;
  }

  /** How a message speaks of it. */
  public String noun() {
    return noun;
  }

  /** A config that names none is a language model's. */
  static Architecture read(ConfigKeys keys, Family family) {
    JsonNode names = keys.take("architectures");
    if (names.isNull()) {
      return LANGUAGE_MODEL;
    }
    return Arrays.stream(values())
        .filter(known -> names.size() == 1)
        .filter(known -> names.get(0).asText().equals(family.className(known)))
        .findFirst()
        .orElseThrow(() -> keys.refused("architectures", names, "write one of " + ids(family)));
  }

  private static String ids(Family family) {
    return Arrays.stream(values())
        .map(known -> "[\"" + family.className(known) + "\"]")
        .collect(Collectors.joining(", "));
  }
}
