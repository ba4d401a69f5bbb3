package dev.rlhf.trainer.reward;

/** The beginning of what a service answered, on one line. */
final class Excerpt {
  private static final int LENGTH = 200;

  private Excerpt() {}

  static String of(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "nothing";
    }
    return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + " ...";
  }
}
