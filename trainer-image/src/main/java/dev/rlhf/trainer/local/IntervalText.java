package dev.rlhf.trainer.local;

import dev.rlhf.trainer.eval.Interval;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Numbers and intervals as a table shows them. */
final class IntervalText {
  private IntervalText() {}

  static String decimals(Interval interval) {
    return text(interval, IntervalText::decimals);
  }

  static String tenths(Interval interval) {
    return text(interval, number -> String.format(Locale.ROOT, "%.1f", number));
  }

  static String percent(Interval interval) {
    return text(interval, IntervalText::percent);
  }

  static String decimals(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String text(Interval interval, DoubleFunction<String> number) {
    return "%s [%s, %s]"
        .formatted(
            number.apply(interval.mean()),
            number.apply(interval.low()),
            number.apply(interval.high()));
  }
}
