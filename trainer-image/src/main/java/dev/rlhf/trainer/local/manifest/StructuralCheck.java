package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks types, required fields, enums and sizes. */
final class StructuralCheck {
  private final List<Violation> found = new ArrayList<>();

  private StructuralCheck() {}

  static List<Violation> of(Schema schema, JsonNode manifest) {
    StructuralCheck check = new StructuralCheck();
    check.value(schema, manifest, FieldPath.ROOT);
    return check.found;
  }

  private void value(Schema schema, JsonNode value, FieldPath path) {
    if (!hasType(schema, value)) {
      String expected = schema.intOrString() ? "integer,string" : schema.type();
      found.add(Violation.type(path, expected, typeName(value)));
    } else if (value.isObject()) {
      object(schema, value, path);
    } else if (value.isArray()) {
      array(schema, value, path);
    } else if (value.isTextual()) {
      length(schema, value, path);
    }
    if (!schema.allowed().isEmpty() && !schema.allowed().contains(value)) {
      found.add(Violation.unsupported(path, value, schema.allowed()));
    }
  }

  private void object(Schema schema, JsonNode value, FieldPath path) {
    atMost(schema.maxProperties(), value, path);
    schema.required().stream()
        .filter(name -> !value.has(name))
        .forEach(name -> found.add(Violation.required(path.field(name))));
    value
        .properties()
        .forEach(
            e ->
                schema
                    .field(e.getKey())
                    .ifPresent(field -> value(field, e.getValue(), path.field(e.getKey()))));
  }

  private void array(Schema schema, JsonNode value, FieldPath path) {
    atMost(schema.maxItems(), value, path);
    if (schema.minItems() != null && value.size() < schema.minItems()) {
      found.add(Violation.tooFew(path, value.size(), schema.minItems()));
    }
    for (int i = 0; i < value.size(); i++) {
      value(schema.items(), value.get(i), path.item(i));
    }
  }

  private void atMost(Integer limit, JsonNode value, FieldPath path) {
    if (limit != null && value.size() > limit) {
      found.add(Violation.tooMany(path, value.size(), limit));
    }
  }

  /** The message of an API server says bytes; what it counts are characters. */
  private void length(Schema schema, JsonNode value, FieldPath path) {
    int length = value.textValue().codePointCount(0, value.textValue().length());
    if (schema.maxLength() != null && length > schema.maxLength()) {
      found.add(Violation.tooLong(path, schema.maxLength()));
    }
    if (schema.minLength() != null && length < schema.minLength()) {
      found.add(Violation.tooShort(path, value, schema.minLength()));
    }
  }

  private static boolean hasType(Schema schema, JsonNode value) {
    if (schema.intOrString()) {
      return isInteger(value) || value.isTextual();
    }
    return switch (schema.type()) {
      case "integer" -> isInteger(value);
      case "number" -> value.isNumber();
      default -> typeName(value).equals(schema.type());
    };
  }

  private static boolean isInteger(JsonNode value) {
    return value.isNumber() && value.canConvertToExactIntegral();
  }

  private static String typeName(JsonNode value) {
    if (value.isNumber()) {
      return isInteger(value) ? "integer" : "number";
    }
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
