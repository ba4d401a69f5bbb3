package dev.rlhf.trainer.service;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A service did not give what it was asked for, and may do so later. */
public final class PassingException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> retryAfter;

  public PassingException(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  public PassingException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = Optional.empty();
  }

  /** How long the service asks to be left alone. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
