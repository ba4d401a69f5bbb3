package dev.rlhf.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A field of a spec that has another value than before.
 *
 * @param path names of fields, below {@code spec}
 * @param before its value as JSON, or {@code absent}
 * @param now likewise
 */
public record FieldChange(List<String> path, String before, String now) {

  public FieldChange {
    path = List.copyOf(path);
  }

  /**
   * The fields that differ, each by itself.
   *
   * @param path of both values, below {@code spec}
   */
  public static List<FieldChange> between(List<String> path, JsonNode before, JsonNode now) {
    if (before.isObject() && now.isObject()) {
      return names(before, now).stream()
          .flatMap(name -> between(child(path, name), before.path(name), now.path(name)).stream())
          .toList();
    }
    return isEqual(before, now)
        ? List.of()
        : List.of(new FieldChange(path, shown(before), shown(now)));
  }

  /** Whether a run may go on with it. */
  public boolean isAllowed() {
    Class<?> type = RLHFRunSpec.class;
    for (String name : path) {
      Optional<RecordComponent> field = Changeable.component(type, name);
      if (field.isEmpty()) {
        return false;
      }
      if (field.get().isAnnotationPresent(MayChange.class)) {
        return true;
      }
      type = field.get().getType();
    }
    return false;
  }

  private static List<String> child(List<String> path, String name) {
    List<String> child = new ArrayList<>(path);
    child.add(name);
    return child;
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

  @Override
  public String toString() {
    return "spec.%s was %s and is %s".formatted(String.join(".", path), before, now);
  }
}
