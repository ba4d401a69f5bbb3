package dev.rlhf.trainer.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Why something could not be read, in one short line. */
final class Reason {
  private static final int LONGEST = 200;

  private Reason() {}

  static String of(Exception e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    String line = (message == null ? e.toString() : message).lines().findFirst().orElse("");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
  }
}
