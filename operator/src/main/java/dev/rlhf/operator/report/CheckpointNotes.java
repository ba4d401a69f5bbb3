package dev.rlhf.operator.report;

import dev.rlhf.manifest.StageStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That an attempt could not go on from a checkpoint; the stage's figures count them. */
final class CheckpointNotes {
  private static final String SKIPPED = "checkpoints_skipped";

  private CheckpointNotes() {}

  static List<Note> between(Optional<StageStatus> was, StageStatus is) {
    long now = skipped(is);
    if (now <= was.map(CheckpointNotes::skipped).orElse(0L)) {
      return List.of();
    }
    int attempt = is.intent() == null ? 0 : is.intent().attempt();
    String message =
        "%s, attempt %d: %d checkpoints were unfinished, damaged or foreign and are passed over, never deleted: its log names each with the reason"
            .formatted(is.name(), attempt, now);
    return List.of(
        new Note(
            true, "CheckpointsSkipped", message, "%s.%d.%d".formatted(is.name(), attempt, now)));
  }

  private static long skipped(StageStatus stage) {
    Map<String, Double> figures = stage.figures();
    return figures == null ? 0 : Math.round(figures.getOrDefault(SKIPPED, 0.0));
  }
}
