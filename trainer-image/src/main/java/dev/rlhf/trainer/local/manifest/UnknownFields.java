package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the fields that the schema does not know, which {@code kubectl} has refused. */
final class UnknownFields {
  private final List<Violation> found = new ArrayList<>();

  private UnknownFields() {}

  static List<Violation> in(Schema schema, JsonNode manifest) {
    UnknownFields search = new UnknownFields();
    search.walk(schema, manifest, FieldPath.ROOT);
    return search.found;
  }

  private void walk(Schema schema, JsonNode value, FieldPath path) {
    if (value.isArray() && schema.items() != null) {
      for (int i = 0; i < value.size(); i++) {
        walk(schema.items(), value.get(i), path.item(i));
      }
    } else if (value.isObject() && "object".equals(schema.type())) {
      value.properties().forEach(e -> field(schema, e.getKey(), e.getValue(), path));
    }
  }

  private void field(Schema schema, String name, JsonNode value, FieldPath parent) {
    Optional<Schema> known = schema.field(name);
    known.ifPresent(field -> walk(field, value, parent.field(name)));
    if (known.isEmpty() && !schema.anyField()) {
      found.add(Violation.unknownField(parent.field(name)));
    }
  }
}
