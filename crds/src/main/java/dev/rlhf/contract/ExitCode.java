package dev.rlhf.contract;

import java.util.Arrays;

/** How a stage's process ends. */
public enum ExitCode {
  /** The final checkpoint is there. */
  DONE(0),
  /** Configuration or data are wrong: trying again cannot help. */
  INVALID(64),
  /** Interrupted after a checkpoint: a new attempt goes on from there. */
  INTERRUPTED(75),
  /** Anything else. */
  ERROR(1);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the process returns. */
  public int code() {
    return code;
  }

  /** The meaning of a number; every unknown one is an error. */
  public static ExitCode of(int code) {
    return Arrays.stream(values()).filter(e -> e.code == code).findFirst().orElse(ERROR);
  }
}
