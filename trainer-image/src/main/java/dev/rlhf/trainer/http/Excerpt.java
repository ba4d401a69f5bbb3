package dev.rlhf.trainer.http;

/** The beginning of what a service answered, on one line. */
public final class Excerpt {
  private static final int LENGTH = 200;

  private Excerpt() {}

  /** Its first characters. */
  public static String of(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) {
      return "nothing";
    }
    return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + " ...";
  }
}
