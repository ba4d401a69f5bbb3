package dev.rlhf.operator.report;

import dev.rlhf.manifest.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the guards of a stage have done between two of its statuses; its figures count it. */
final class GuardNotes {
  private static final String WARNINGS = "guard_warnings";
  private static final String ROLLBACKS = "guard_rollbacks";
  private static final String BACK_TO = "guard_rollback_step";

  private GuardNotes() {}

  static List<Note> between(Optional<StageStatus> was, StageStatus is) {
    Map<String, Double> before =
        was.map(StageStatus::figures).<Map<String, Double>>map(Map::copyOf).orElse(Map.of());
    Map<String, Double> now = is.figures() == null ? Map.of() : is.figures();
    List<Note> notes = new ArrayList<>();
    if (count(now, WARNINGS) > count(before, WARNINGS)) {
      notes.add(
          note(is, "GuardWarned", count(now, WARNINGS), "a guard warns: its log names the figure"));
    }
    if (count(now, ROLLBACKS) > count(before, ROLLBACKS)) {
      String text =
          "a guard has rolled the models back to step %d: its log names the figure"
              .formatted(count(now, BACK_TO));
      notes.add(note(is, "GuardRolledBack", count(now, ROLLBACKS), text));
    }
    return notes;
  }

  private static long count(Map<String, Double> figures, String name) {
    return Math.round(figures.getOrDefault(name, 0.0));
  }

  private static Note note(StageStatus stage, String reason, long times, String text) {
    String message = "%s: %s (%d so far)".formatted(stage.name(), text, times);
    return new Note(true, reason, message, stage.name() + "." + times);
  }
}
