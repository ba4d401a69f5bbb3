package dev.rlhf.trainer.service;

import dev.rlhf.trainer.http.Backoff;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again what may be answered later, after the wait that the service asks for or else after
 * longer and longer ones.
 */
public final class Persistence {
  /** In a row, without a byte: with {@link Backoff}'s waits, about two minutes. */
  public static final int TRIES = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);

  private final Pause pause;
  private int failures;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void lasts(Duration time) throws InterruptedException;
  }

  /** What is tried. */
  @FunctionalInterface
  public interface Attempt<T> {
    T make() throws IOException;
  }

  public Persistence(Pause pause) {
    this.pause = pause;
  }

  /**
   * The first answer.
   *
   * @throws IOException when there was none in {@link #TRIES} tries
   */
  public <T> T until(Attempt<T> attempt) throws IOException {
    while (true) {
      try {
        return attempt.make();
      } catch (PassingException e) {
        bear(e);
      }
    }
  }

  /** There was some progress: whatever failed before is forgiven. */
  public void progress() {
    failures = 0;
  }

  private void bear(PassingException failure) throws IOException {
    if (++failures >= TRIES) {
      throw new IOException(
          "%s; that was the last of %d tries".formatted(failure.getMessage(), TRIES), failure);
    }
    Duration wait = failure.retryAfter().orElse(Backoff.after(failures));
    LOG.warn("{}; another try in {} s", failure.getMessage(), wait.toMillis() / 1000.0);
    try {
      pause.lasts(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another try", e);
    }
  }
}
