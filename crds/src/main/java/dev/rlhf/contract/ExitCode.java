package dev.rlhf.contract;

import java.util.Arrays;

/** How a stage's process ends. */
public enum ExitCode {
  /** The final checkpoint is there. */
  DONE(0),
  /** Configuration or data are wrong: trying again cannot help. */
  INVALID(64),
  /** A checkpoint that the stage starts from is not what was made: trying again cannot help. */
  DAMAGED(65),
  /** A guard has failed the stage: what it learns goes wrong, and trying again cannot help. */
  GUARD_FAILED(69),
  /** The volume has no room for a checkpoint. */
  NO_SPACE(73),
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
