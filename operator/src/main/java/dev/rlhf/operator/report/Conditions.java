package dev.rlhf.operator.report;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.MemoryAdvice;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Verdicts as conditions: one for each standing, true where a verdict has it. With one stage under
 * way, exactly one is true and speaks; with two, one may run while the other waits. Beside them,
 * one that only warns, of memory, where something was foreseen of that.
 */
final class Conditions {
  private static final int MAX_MESSAGE = 4096;

  private Conditions() {}

  /** The new conditions; one whose status stays keeps the time of its last transition. */
  static List<RunCondition> of(
      RLHFRun run, List<StageStatus> stages, List<Verdict> verdicts, Instant now) {
    List<RunCondition> before = Observation.status(run).conditions();
    List<RunCondition> conditions = new ArrayList<>();
    for (Standing standing : Standing.values()) {
      conditions.add(of(standing, verdicts));
    }
    if (MemoryWarnings.isSpokenOf(run, stages, before)) {
      conditions.add(ofMemory(MemoryWarnings.of(run, stages)));
    }
    long generation = Objects.requireNonNullElse(run.getMetadata().getGeneration(), 0L);
    return conditions.stream().map(c -> dated(c, generation, now, before)).toList();
  }

  private static RunCondition of(Standing standing, List<Verdict> all) {
    List<Verdict> holding = all.stream().filter(v -> v.standing() == standing).toList();
    return undated(
        standing.condition(),
        holding.isEmpty() ? "False" : "True",
        (holding.isEmpty() ? all : holding).get(0).reason().word(),
        holding.stream().map(Verdict::message).collect(Collectors.joining("; ")));
  }

  private static RunCondition ofMemory(String warnings) {
    MemoryAdvice advice =
        warnings.isEmpty() ? MemoryAdvice.NONE_BELOW_PEAK : MemoryAdvice.LIMIT_BELOW_PEAK;
    return undated(MemoryAdvice.CONDITION, advice.status(), advice.word(), warnings);
  }

  private static RunCondition undated(String type, String status, String reason, String message) {
    String words = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    return new RunCondition(type, status, reason, words, null, null);
  }

  private static RunCondition dated(
      RunCondition is, long generation, Instant now, List<RunCondition> before) {
    String since =
        before.stream()
            .filter(c -> c.type().equals(is.type()) && c.status().equals(is.status()))
            .map(RunCondition::lastTransitionTime)
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new RunCondition(is.type(), is.status(), is.reason(), is.message(), since, generation);
  }
}
