package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * What a service's answer means that is not the file.
 *
 * @param field of the manifest that holds the secret
 * @param variable of the environment that a local run takes it from
 * @param given whether there is a secret
 */
record Refusals(String field, String variable, boolean given, Clock clock) {

  /** Goes on only where the answer holds what was asked for. */
  void check(Web.Answer answer) throws IOException {
    if (answer.status() >= 200 && answer.status() < 300) {
      return;
    }
    String code = answer.header("X-Error-Code").map(" (%s)"::formatted).orElse("");
    throw of(
        answer.status(),
        "it answered %d%s: %s".formatted(answer.status(), code, answer.words()),
        answer.header("Retry-After"));
  }

  /** What is to be thrown for a status. */
  IOException of(int status, String said, Optional<String> retryAfter) {
    return switch (status) {
      case 401 -> throw new InvalidInputException("%s; %s".formatted(said, unknownCaller()));
      case 403 ->
          throw new InvalidInputException(
              given
                  ? "%s; the secret that %s names may not read it: have it allowed there, accept its terms on the hub's page, or write another secret"
                      .formatted(said, field)
                  : "%s; %s".formatted(said, unknownCaller()));
      case 404 ->
          throw new InvalidInputException(
              "%s; there is no such thing: check the name, the revision and the path%s"
                  .formatted(
                      said,
                      given
                          ? ""
                          : ", and, where it is not for everybody, write %s".formatted(field)));
      case 412 ->
          new IOException(
              "%s; it was changed while it was fetched: another try takes what is there now"
                  .formatted(said));
      case 408, 416, 425, 429 -> passing(said, retryAfter);
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
        : "it is not for everybody, or does not exist: check the name, or write %s with a secret that may read it (a local run: set %s)"
            .formatted(field, variable);
  }

  private PassingException passing(String said, Optional<String> retryAfter) {
    return new PassingException(said, new RetryAfter(clock).of(retryAfter));
  }
}
