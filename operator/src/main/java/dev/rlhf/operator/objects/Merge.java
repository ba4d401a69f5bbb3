package dev.rlhf.operator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Lays one tree over another, as Kubernetes' strategic merge does with pods: objects are merged
 * field by field, null removes a field, and lists of named items are merged by name.
 */
final class Merge {
  /** Lists whose items have an identity; an item of the overlay takes the place of its equal. */
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "volumes", "name",
          "env", "name",
          "volumeMounts", "mountPath",
          "volumeDevices", "devicePath",
          "ports", "containerPort",
          "imagePullSecrets", "name",
          "topologySpreadConstraints", "topologyKey",
          "hostAliases", "ip");

  /** Lists whose equal items become one; of the others, two halves would make no whole. */
  private static final Set<String> DEEP = Set.of("containers", "initContainers");

  /** Lists without an identity to which the overlay only adds. */
  private static final Set<String> APPENDED = Set.of("tolerations", "envFrom");

  private Merge() {}

  static void into(ObjectNode base, ObjectNode overlay) {
    overlay
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                base.remove(field.getKey());
              } else {
                base.set(
                    field.getKey(),
                    merged(field.getKey(), base.get(field.getKey()), field.getValue()));
              }
            });
  }

  private static JsonNode merged(String field, JsonNode base, JsonNode overlay) {
    if (base instanceof ObjectNode below && overlay instanceof ObjectNode above) {
      into(below, above);
      return below;
    }
    if (base instanceof ArrayNode below && overlay instanceof ArrayNode above) {
      return merged(field, below, above);
    }
    return overlay instanceof ObjectNode above ? withoutNulls(above) : overlay.deepCopy();
  }

  private static JsonNode merged(String field, ArrayNode base, ArrayNode overlay) {
    if (APPENDED.contains(field)) {
      return base.addAll(overlay.deepCopy());
    }
    if (!KEYS.containsKey(field)) {
      return overlay.deepCopy();
    }
    overlay.forEach(item -> put(field, base, item));
    return base;
  }

  private static void put(String field, ArrayNode base, JsonNode item) {
    String key = KEYS.get(field);
    for (int i = 0; i < base.size(); i++) {
      if (base.get(i).path(key).equals(item.path(key))) {
        base.set(i, DEEP.contains(field) ? merged(field, base.get(i), item) : item.deepCopy());
        return;
      }
    }
    base.add(item.deepCopy());
  }

  private static ObjectNode withoutNulls(ObjectNode overlay) {
    ObjectNode alone = overlay.objectNode();
    into(alone, overlay);
    return alone;
  }
}
