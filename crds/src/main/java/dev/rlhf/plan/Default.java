package dev.rlhf.plan;

/** What holds where a manifest leaves a field out. */
final class Default {
  private Default() {}

  static <T> T of(T given, T fallback) {
    return given == null ? fallback : given;
  }
}
