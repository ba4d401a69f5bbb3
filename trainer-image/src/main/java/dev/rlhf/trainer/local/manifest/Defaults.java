package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Fills in a schema's defaults.
 *
 * <p>A field whose value is {@code null} counts as left out, as no field of ours is nullable.
 */
final class Defaults {
  private Defaults() {}

  static void fillIn(Schema schema, JsonNode value) {
    if (value instanceof ObjectNode fields) {
      fields.removeIf(JsonNode::isNull);
      schema.properties().forEach((name, field) -> fillIn(fields, name, field));
      if (schema.additionalProperties() != null) {
        fields.forEach(entry -> fillIn(schema.additionalProperties(), entry));
      }
    } else if (value.isArray() && schema.items() != null) {
      value.forEach(item -> fillIn(schema.items(), item));
    }
  }

  private static void fillIn(ObjectNode parent, String name, Schema field) {
    if (!parent.has(name) && field.fallback() != null) {
      parent.set(name, field.fallback().deepCopy());
    }
    if (parent.has(name)) {
      fillIn(field, parent.get(name));
    }
  }
}
