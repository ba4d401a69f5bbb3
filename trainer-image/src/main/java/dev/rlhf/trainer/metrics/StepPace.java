package dev.rlhf.trainer.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** How long steps take: the last ones of this attempt, in seconds. */
final class StepPace {
  private static final int REMEMBERED = 101;
  private final Deque<Double> seconds = new ArrayDeque<>();

  void add(double duration) {
    if (seconds.size() == REMEMBERED) {
      seconds.removeFirst();
    }
    seconds.addLast(duration);
  }

  OptionalDouble median() {
    return seconds.stream().mapToDouble(d -> d).sorted().skip(seconds.size() / 2).findFirst();
  }

  /** Steps a second; 0 while not known. */
  double rate() {
    double all = seconds.stream().mapToDouble(d -> d).sum();
    return all > 0 ? seconds.size() / all : 0;
  }
}
