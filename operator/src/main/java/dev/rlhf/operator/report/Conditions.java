package dev.rlhf.operator.report;

import dev.rlhf.manifest.RunCondition;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** A verdict as conditions: one for each standing, of which exactly one is true and speaks. */
final class Conditions {
  private static final int MAX_MESSAGE = 4096;

  private Conditions() {}

  /** The new conditions; one whose status stays keeps the time of its last transition. */
  static List<RunCondition> of(
      Verdict verdict, long generation, Instant now, List<RunCondition> before) {
    return Arrays.stream(Standing.values())
        .map(standing -> of(standing, verdict, generation, now, before))
        .toList();
  }

  private static RunCondition of(
      Standing standing, Verdict verdict, long generation, Instant now, List<RunCondition> before) {
    boolean holds = verdict.reason().standing() == standing;
    String status = holds ? "True" : "False";
    String since =
        before.stream()
            .filter(c -> c.type().equals(standing.condition()) && c.status().equals(status))
            .map(RunCondition::lastTransitionTime)
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    String message = holds ? verdict.message() : "";
    return new RunCondition(
        standing.condition(),
        status,
        verdict.reason().word(),
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE),
        since,
        generation);
  }
}
