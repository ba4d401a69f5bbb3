package dev.rlhf.operator.decide;

import java.time.Duration;

/** A length of time, as a manifest writes it: a number and a unit. */
final class Period {
  private Period() {}

  static Duration of(String text) {
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> throw new IllegalArgumentException("the schema lets no such time pass: " + text);
    };
  }
}
