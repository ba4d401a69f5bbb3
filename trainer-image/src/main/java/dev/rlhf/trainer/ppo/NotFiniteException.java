package dev.rlhf.trainer.ppo;

/** A figure that is not a finite number any more; the message says what it was and what to do. */
final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotFiniteException(String message) {
    super(message);
  }
}
