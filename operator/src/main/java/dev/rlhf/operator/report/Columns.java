package dev.rlhf.operator.report;

import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StageProgress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code kubectl get} shows of the stages that a status tells of: where there are two, each
 * column has an entry for each, in the same order.
 */
record Columns(String stage, String progress, String waiting) {
  private static final String SEPARATOR = ",";
  private static final String NONE = "-";

  static Columns of(List<StageReport> telling) {
    return new Columns(
        column(telling, report -> Optional.of(report.status().name())),
        column(telling, report -> progress(report.status().progress())),
        column(telling, report -> report.verdict().waiting()));
  }

  /** Each stage that a status tells of, with what it waits for; empty words where there is none. */
  static Map<String, String> stages(RLHFRunStatus status) {
    String[] stages = Objects.requireNonNullElse(status.stage(), "").split(SEPARATOR);
    String[] waiting = Objects.requireNonNullElse(status.waiting(), "").split(SEPARATOR);
    Map<String, String> words = new TreeMap<>();
    for (int i = 0; i < stages.length; i++) {
      words.put(stages[i], i < waiting.length && !waiting[i].equals(NONE) ? waiting[i] : "");
    }
    return words;
  }

  /** Nothing at all where no stage has an entry. */
  private static String column(
      List<StageReport> telling, Function<StageReport, Optional<String>> entry) {
    List<Optional<String>> entries = telling.stream().map(entry).toList();
    return entries.stream().allMatch(Optional::isEmpty)
        ? null
        : entries.stream().map(e -> e.orElse(NONE)).collect(Collectors.joining(SEPARATOR));
  }

  private static Optional<String> progress(StageProgress progress) {
    return progress == null || progress.total() == null || progress.total() == 0
        ? Optional.empty()
        : Optional.of("%d/%d".formatted(progress.step(), progress.total()));
  }
}
