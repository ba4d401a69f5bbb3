package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The keys of a config.json that make a classifier a reward model: one label, and a pad token,
 * without which transformers takes no batches.
 */
final class RewardModelKeys {

  private static final String LABELS = "num_labels";
  private static final String NAMES = "id2label";
  private static final String IDS = "label2id";
  private static final String PADDING = "pad_token_id";

  private RewardModelKeys() {}

  static void check(ConfigKeys keys) {
    keys.only(LABELS, IntNode.valueOf(1));
    checkNames(keys, NAMES);
    checkNames(keys, IDS);
    if (!keys.has(LABELS) && !keys.has(NAMES)) {
      throw keys.refused(LABELS, keys.take(LABELS), "write 1: a reward is one number");
    }
    JsonNode padding = keys.take(PADDING);
    int vocabulary = keys.positive("vocab_size");
    boolean id = padding.isIntegralNumber() && padding.canConvertToInt();
    if (!id || padding.asInt() < 0 || padding.asInt() >= vocabulary) {
      throw keys.refused(
          PADDING, padding, "write the id, below vocab_size, of the token that pads batches");
    }
  }

  private static void checkNames(ConfigKeys keys, String key) {
    ObjectNode names = keys.object(key);
    if (names != null && names.size() != 1) {
      throw keys.refused(key, names, "name one label: a reward is one number");
    }
  }

  /** Writes them; transformers counts {@code id2label} and reads {@code num_labels} without it. */
  static void write(ObjectNode config, Family family, long padTokenId) {
    config.putArray("architectures").add(family.className(Architecture.REWARD_MODEL));
    config.put(LABELS, 1);
    config.putObject(NAMES).put("0", "LABEL_0");
    config.putObject(IDS).put("LABEL_0", 0);
    config.put(PADDING, padTokenId);
  }
}
