package dev.rlhf.trainer.checkpoint;

/** A folder that is not the checkpoint which its manifest describes; the message says why. */
public final class DamagedCheckpointException extends Exception {

  DamagedCheckpointException(String message) {
    super(message);
  }

  DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
