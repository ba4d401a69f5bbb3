package dev.rlhf.operator.report;

import dev.rlhf.manifest.RunCondition;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Verdicts as conditions: one for each standing, true where a verdict has it. With one stage under
 * way, exactly one is true and speaks; with two, one may run while the other waits.
 */
final class Conditions {
  private static final int MAX_MESSAGE = 4096;

  private Conditions() {}

  /** The new conditions; one whose status stays keeps the time of its last transition. */
  static List<RunCondition> of(
      List<Verdict> verdicts, long generation, Instant now, List<RunCondition> before) {
    return Arrays.stream(Standing.values())
        .map(standing -> of(standing, verdicts, generation, now, before))
        .toList();
  }

  private static RunCondition of(
      Standing standing,
      List<Verdict> all,
      long generation,
      Instant now,
      List<RunCondition> before) {
    List<Verdict> holding = all.stream().filter(v -> v.standing() == standing).toList();
    String status = holding.isEmpty() ? "False" : "True";
    String since =
        before.stream()
            .filter(c -> c.type().equals(standing.condition()) && c.status().equals(status))
            .map(RunCondition::lastTransitionTime)
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    String message = holding.stream().map(Verdict::message).collect(Collectors.joining("; "));
    return new RunCondition(
        standing.condition(),
        status,
        (holding.isEmpty() ? all : holding).get(0).reason().word(),
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE),
        since,
        generation);
  }
}
