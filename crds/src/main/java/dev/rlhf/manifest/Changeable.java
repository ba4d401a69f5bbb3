package dev.rlhf.manifest;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which fields of a part of the spec may change, as {@link MayChange} on its type says. */
public final class Changeable {
  /** What the operator reads anew for every attempt, and what no process is told of. */
  private static final Set<String> OF_PODS =
      Arrays.stream(StageSpec.class.getMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());

  /** By part: looking at types takes longer than all else that is done for a revision. */
  private static final Map<String, List<String>> SETTINGS = new ConcurrentHashMap<>();

  private Changeable() {}

  /**
   * All of them, in the order in which they stand in the type.
   *
   * @param part its path below {@code spec}, for example {@code stages.ppo}
   */
  public static List<String> fields(String part) {
    return marked(part).map(RecordComponent::getName).toList();
  }

  /** Those of them that a stage's process is told. */
  public static List<String> settings(String part) {
    return SETTINGS.computeIfAbsent(
        part,
        p ->
            marked(p)
                .map(RecordComponent::getName)
                .filter(field -> !OF_PODS.contains(field))
                .toList());
  }

  /** A part of a spec; null where there is none. */
  public static Object part(RLHFRunSpec spec, String part) {
    Object value = spec;
    for (String name : part.split("[.]")) {
      value = value == null ? null : value(value, name);
    }
    return value;
  }

  private static Object value(Object record, String name) {
    try {
      return record.getClass().getMethod(name).invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("there is no field " + name, e);
    }
  }

  static Optional<RecordComponent> component(Class<?> type, String name) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
        : Optional.empty();
  }

  private static Stream<RecordComponent> marked(String part) {
    Class<?> type = RLHFRunSpec.class;
    for (String name : part.split("[.]")) {
      type = component(type, name).orElseThrow().getType();
    }
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.isAnnotationPresent(MayChange.class));
  }
}
