package dev.rlhf.plan;

/**
 * A manifest that the schema accepts and that cannot be run here; the message says what to write.
 */
public final class InvalidManifestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidManifestException(String message) {
    super(message);
  }
}
