package dev.rlhf.trainer;

/**
 * Input that only its author can correct: a wrong file, field or row.
 *
 * <p>The message is one sentence that names the place and what to write instead; it is all that a
 * user gets to see. Such an input is never worth a retry.
 */
public final class InvalidInputException extends RuntimeException {

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
