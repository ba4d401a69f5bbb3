package dev.rlhf.operator.act;

/** The API server refuses an object for what is in it; the message is the server's. */
public final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
