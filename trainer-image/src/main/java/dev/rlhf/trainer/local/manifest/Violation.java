package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something in a manifest that the schema forbids, worded as an API server does.
 *
 * @param blocksRules whether the rules are left unchecked because of it
 */
record Violation(String message, boolean blocksRules) {

  static Violation unknownField(FieldPath path) {
    return new Violation("unknown field \"%s\"".formatted(path), true);
  }

  static Violation required(FieldPath path) {
    return new Violation(path + ": Required value", true);
  }

  static Violation required(FieldPath path, String why) {
    return new Violation(path + ": Required value: " + why, true);
  }

  /**
   * @param found name of the type that the manifest has
   */
  static Violation type(FieldPath path, String expected, String found) {
    return new Violation(
        "%s: Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
            .formatted(path, found, path, expected, found),
        true);
  }

  static Violation unsupported(FieldPath path, JsonNode found, List<JsonNode> allowed) {
    return new Violation(
        "%s: Unsupported value: %s: supported values: %s"
            .formatted(
                path,
                found,
                allowed.stream().map(JsonNode::toString).collect(Collectors.joining(", "))),
        true);
  }

  static Violation tooLong(FieldPath path, int limit) {
    return new Violation(
        "%s: Too long: may not be more than %d bytes".formatted(path, limit), true);
  }

  static Violation tooMany(FieldPath path, int found, int limit) {
    return new Violation(
        "%s: Too many: %d: must have at most %d items".formatted(path, found, limit), true);
  }

  static Violation tooShort(FieldPath path, JsonNode found, int limit) {
    return new Violation(
        "%s: Invalid value: %s: %s in body should be at least %d chars long"
            .formatted(path, found, path, limit),
        false);
  }

  static Violation tooFew(FieldPath path, int found, int limit) {
    return new Violation(
        "%s: Invalid value: %d: %s in body should have at least %d items"
            .formatted(path, found, path, limit),
        false);
  }

  /**
   * @param shown the value, or what stands for it, as the message quotes it
   */
  static Violation invalid(FieldPath path, String shown, String why) {
    return new Violation("%s: Invalid value: \"%s\": %s".formatted(path, shown, why), false);
  }

  @Override
  public String toString() {
    return message;
  }
}
