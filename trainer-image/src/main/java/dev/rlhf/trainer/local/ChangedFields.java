package dev.rlhf.trainer.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two versions of a spec field by field. */
final class ChangedFields {
  /** May change while a run goes on, on a cluster too: no checkpoint depends on them. */
  private static final Set<String> FREE = Set.of("template", "retry");

  private final List<String> found = new ArrayList<>();

  private ChangedFields() {}

  /** The fields that differ, each as {@code spec.seed was 1 and is 2}. */
  static List<String> between(JsonNode before, JsonNode now) {
    ChangedFields changed = new ChangedFields();
    names(before, now).stream()
        .filter(name -> !FREE.contains(name))
        .forEach(name -> changed.compare("spec." + name, before.path(name), now.path(name)));
    return changed.found;
  }

  private void compare(String path, JsonNode before, JsonNode now) {
    if (before.isObject() && now.isObject()) {
      names(before, now)
          .forEach(name -> compare(path + "." + name, before.path(name), now.path(name)));
    } else if (!isEqual(before, now)) {
      found.add("%s was %s and is %s".formatted(path, shown(before), shown(now)));
    }
  }

  /** Numbers are compared by value: a file may hold 1 as well as 1.0. */
  private static boolean isEqual(JsonNode before, JsonNode now) {
    return before.isNumber() && now.isNumber()
        ? before.decimalValue().compareTo(now.decimalValue()) == 0
        : before.equals(now);
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "absent" : value.toString();
  }

  private static Set<String> names(JsonNode before, JsonNode now) {
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
