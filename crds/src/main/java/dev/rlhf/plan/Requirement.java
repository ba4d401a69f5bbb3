package dev.rlhf.plan;

/** What must hold of a {@code stage.yaml}, which may be written by hand. */
final class Requirement {
  private Requirement() {}

  /**
   * Refuses a value.
   *
   * @throws IllegalArgumentException with a sentence that says what to write
   */
  static void that(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }
}
