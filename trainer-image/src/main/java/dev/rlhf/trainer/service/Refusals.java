package dev.rlhf.trainer.service;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * What a service's answer means that is not what it was asked for.
 *
 * @param use what it is asked for
 * @param field of the manifest that holds the secret
 * @param variable of the environment that a local run takes it from
 * @param given whether there is a secret
 */
public record Refusals(Use use, String field, String variable, boolean given, Clock clock) {

  /** What is to be thrown for a status. */
  public IOException of(int status, String said, Optional<String> retryAfter) {
    return switch (status) {
      case 401 -> throw new InvalidInputException("%s; %s".formatted(said, unknownCaller()));
      case 403 ->
          throw new InvalidInputException(
              given
                  ? "%s; the secret that %s names may not %s: %s, or write another secret"
                      .formatted(said, field, use.deed(), use.permission())
                  : "%s; %s".formatted(said, unknownCaller()));
      case 404 ->
          throw new InvalidInputException(
              "%s; there is no such thing: %s%s"
                  .formatted(
                      said,
                      use.whereElse(),
                      given
                          ? ""
                          : ", and, where it is not for everybody, write %s".formatted(field)));
      case 412 ->
          new IOException(
              "%s; it was changed while it was fetched: another try takes what is there now"
                  .formatted(said));
      case 408, 416, 425, 429 -> passing(said, retryAfter);
      case 501 ->
          throw new InvalidInputException(
              "%s; the store does not know what it was asked for: name one in spec.sources that does"
                  .formatted(said));
      default -> {
        if (status >= 500) {
          yield passing(said, retryAfter);
        }
        throw new InvalidInputException(
            "%s; check the uri and the endpoint in spec.sources".formatted(said));
      }
    };
  }

  private String unknownCaller() {
    return given
        ? "the secret that %s names is not the right one, or has expired: write a valid one into it"
            .formatted(field)
        : "it is not for everybody, or does not exist: check the name, or write %s with a secret that may %s (a local run: set %s)"
            .formatted(field, use.deed(), variable);
  }

  /** What may be given later. */
  PassingException passing(String said, Optional<String> retryAfter) {
    return new PassingException(said, new RetryAfter(clock).of(retryAfter));
  }
}
