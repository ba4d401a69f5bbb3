package dev.rlhf.trainer.stage;

import dev.rlhf.contract.ExitCode;

/** An end of a stage that has an exit code of its own; the message is all that a user sees. */
public final class StageFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode outcome;

  /** That end. */
  public StageFailedException(ExitCode outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  /** The exit code. */
  public ExitCode outcome() {
    return outcome;
  }
}
