package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import java.util.Collection;
import java.util.TreeSet;

/**
 * A JSON object of which every key is accounted for: taken, known to change nothing, or refused.
 *
 * <p>A key with the value null counts as absent, as in transformers.
 */
final class ConfigKeys {

  private static final int LONGEST_SHOWN = 120;
  private static final String LAYERS = "num_hidden_layers";
  private static final int MOST_LAYERS = 10_000;

  private final String place;
  private final ObjectNode object;
  private final TreeSet<String> left = new TreeSet<>();
  private final TreeSet<String> accepted = new TreeSet<>();

  /** {@code place} names the object in messages. */
  ConfigKeys(String place, ObjectNode object) {
    this.place = place;
    this.object = object;
    object.fieldNames().forEachRemaining(left::add);
  }

  JsonNode take(String key) {
    left.remove(key);
    accepted.add(key);
    JsonNode value = object.get(key);
    return value == null ? NullNode.getInstance() : value;
  }

  boolean has(String key) {
    return object.hasNonNull(key);
  }

  /** Whether the key stands there, be it with null. */
  boolean names(String key) {
    return object.has(key);
  }

  int positive(String key) {
    JsonNode value = take(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
      throw refused(key, value, "write a whole number above 0");
    }
    return value.asInt();
  }

  int layers() {
    return layers(LAYERS);
  }

  /** The number of layers: so many tensors are named that a wrong one would take all memory. */
  int layers(String key) {
    int layers = positive(key);
    if (layers > MOST_LAYERS) {
      throw refused(key, object.get(key), "write a whole number up to " + MOST_LAYERS);
    }
    return layers;
  }

  int positive(String key, int absent) {
    return has(key) ? positive(key) : absentValue(key, absent);
  }

  int count(String key, int absent) {
    JsonNode value = take(key);
    boolean counts = value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0;
    if (!value.isNull() && !counts) {
      throw refused(key, value, "write a whole number");
    }
    return value.asInt(absent);
  }

  double positiveNumber(String key) {
    JsonNode value = take(key);
    if (!value.isNumber() || !(value.asDouble() > 0) || Double.isInfinite(value.asDouble())) {
      throw refused(key, value, "write a number above 0");
    }
    return value.asDouble();
  }

  double positiveNumber(String key, double absent) {
    return has(key) ? positiveNumber(key) : absentValue(key, absent);
  }

  boolean flag(String key) {
    return flag(key, false);
  }

  boolean flag(String key, boolean absent) {
    JsonNode value = take(key);
    if (!value.isNull() && !value.isBoolean()) {
      throw refused(key, value, "write true or false");
    }
    return value.asBoolean(absent);
  }

  String text(String key, String absent) {
    JsonNode value = take(key);
    if (value.isNull()) {
      return absent;
    }
    if (!value.isTextual()) {
      throw refused(key, value, "write a text");
    }
    return value.asText();
  }

  ObjectNode object(String key) {
    JsonNode value = take(key);
    if (value.isNull()) {
      return null;
    }
    if (value instanceof ObjectNode child) {
      return child;
    }
    throw refused(key, value, "write a JSON object");
  }

  /** Accepts the key only with the one value, in JSON, that changes nothing. */
  void only(String key, JsonNode neutral) {
    JsonNode value = take(key);
    boolean same =
        value.isNumber() && neutral.isNumber()
            ? value.asDouble() == neutral.asDouble()
            : value.equals(neutral);
    if (!value.isNull() && !same) {
      throw refused(key, value, "only " + neutral + " is supported");
    }
  }

  /** Accepts keys that change nothing here, whatever their values. */
  void ignore(Collection<String> keys) {
    left.removeAll(keys);
  }

  /** Refuses the first key that nobody asked for. */
  void refuseRest() {
    for (String key : left) {
      if (has(key)) {
        throw new InvalidInputException(
            "%s: key %s is not supported; remove it if the model does not depend on it (supported: %s)."
                .formatted(place, key, String.join(", ", accepted)));
      }
    }
  }

  /** Refuses values that do not go together. */
  static void require(boolean holds, String rule, Object... values) {
    if (!holds) {
      throw new InvalidInputException("config.json: " + rule.formatted(values) + ".");
    }
  }

  InvalidInputException refused(String key, JsonNode value, String instead) {
    String found = value.isNull() ? "is missing" : "is " + shown(value);
    return new InvalidInputException("%s: %s %s; %s.".formatted(place, key, found, instead));
  }

  private static String shown(JsonNode value) {
    String json = value.toString();
    return json.length() > LONGEST_SHOWN ? json.substring(0, LONGEST_SHOWN) + "..." : json;
  }

  private <T> T absentValue(String key, T absent) {
    take(key);
    return absent;
  }
}
