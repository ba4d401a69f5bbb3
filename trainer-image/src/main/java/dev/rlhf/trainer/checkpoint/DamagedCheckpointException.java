package dev.rlhf.trainer.checkpoint;

/** A folder that is not the checkpoint which its manifest describes; the message says why. */
public final class DamagedCheckpointException extends Exception {
  private final Flaw flaw;

  DamagedCheckpointException(Flaw flaw, String message) {
    super(message);
    this.flaw = flaw;
  }

  DamagedCheckpointException(String message) {
    this(Flaw.DAMAGED, message);
  }

  DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
    flaw = Flaw.DAMAGED;
  }

  /** What kind of damage it is. */
  public Flaw flaw() {
    return flaw;
  }
}
