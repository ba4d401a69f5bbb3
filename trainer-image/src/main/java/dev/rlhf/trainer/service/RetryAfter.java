package dev.rlhf.trainer.service;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The header {@code Retry-After}: seconds or a date (RFC 9110, section 10.2.3).
 *
 * @param clock that a date is held against
 */
record RetryAfter(Clock clock) {
  /** Whoever wants more is asked again earlier. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  Optional<Duration> of(Optional<String> header) {
    return header
        .flatMap(value -> value.matches("\\d{1,9}") ? Optional.of(seconds(value)) : date(value))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  private static Duration seconds(String value) {
    return Duration.ofSeconds(Long.parseLong(value));
  }

  private Optional<Duration> date(String value) {
    try {
      ZonedDateTime at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), at.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
