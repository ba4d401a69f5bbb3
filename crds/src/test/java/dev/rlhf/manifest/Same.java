package dev.rlhf.manifest;

/** CEL that says of a field that it was not added, removed or changed. */
final class Same {
  private Same() {}

  /** A rule on an optional field itself would not see it being added or removed. */
  static String field(String field) {
    return "(has(%s) == has(%s) && (!has(%s) || %s == %s))"
        .formatted(field, before(field), field, field, before(field));
  }

  static String before(String field) {
    return field.replaceFirst("^self", "oldSelf");
  }
}
