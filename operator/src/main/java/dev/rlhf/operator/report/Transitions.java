package dev.rlhf.operator.report;

import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.MemoryAdvice;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has happened between two statuses of a run, for its events. */
public final class Transitions {
  /** What follows from a stage's own transition, which is told, or what every attempt goes by. */
  private static final Set<String> QUIET =
      Stream.of(
              Reason.STAGE_RUNNING,
              Reason.PREPARING,
              Reason.BACKOFF,
              Reason.POD_PENDING,
              Reason.CONTAINER_CREATING)
          .map(Reason::word)
          .collect(Collectors.toSet());

  private Transitions() {}

  /** The events, oldest first. */
  public static List<Note> between(RLHFRunStatus before, RLHFRunStatus after) {
    List<Note> notes = new ArrayList<>();
    for (StageStatus stage : after.stages()) {
      Optional<StageStatus> was =
          before.stages().stream().filter(s -> s.name().equals(stage.name())).findFirst();
      notes.addAll(ofStage(was, stage));
    }
    if (holds(Standing.SUSPENDED, before) && !holds(Standing.SUSPENDED, after)) {
      notes.add(new Note(false, "Resumed", "the run goes on", attempts(after)));
    }
    if (after.restart() != null && !after.restart().equals(before.restart())) {
      String message = "the run goes back to stage %s".formatted(after.restart().from().stage());
      notes.add(new Note(false, "Restarted", message, after.restart().nonce()));
    }
    after.conditions().stream()
        .filter(is -> isNews(is, before))
        .map(is -> ofRun(is, after))
        .forEach(notes::add);
    return notes;
  }

  private static List<Note> ofStage(Optional<StageStatus> was, StageStatus is) {
    List<Note> notes = new ArrayList<>();
    if (isAnotherAttempt(was, is)) {
      notes.add(note(is, false, "AttemptStarted", "its Job is there"));
    }
    notes.addAll(Settings.between(was, is));
    notes.addAll(CheckpointNotes.between(was, is));
    notes.addAll(GuardNotes.between(was, is));
    if (is.phase() != was.map(StageStatus::phase).orElse(null)) {
      switch (is.phase()) {
        case RUNNING -> notes.add(note(is, false, "AttemptRunning", "its pod runs"));
        case RETRYING -> notes.add(note(is, true, "AttemptFailed", words(is)));
        case FAILED -> notes.add(note(is, true, "StageFailed", words(is)));
        case SUCCEEDED -> notes.add(new Note(false, "StageSucceeded", said(is), is.name()));
        case STOPPED ->
            notes.add(
                note(
                    is,
                    !EndReason.STOPPED.word().equals(is.reason()),
                    "AttemptStopped",
                    is.message()));
        case QUEUED -> evicted(is).ifPresent(notes::add);
        case PENDING, STARTING -> {}
      }
    }
    return notes;
  }

  /** A first one is told once it runs, or for what it waits. */
  private static boolean isAnotherAttempt(Optional<StageStatus> was, StageStatus is) {
    return attempt(is) > 1
        && is.jobUid() != null
        && !is.jobUid().equals(was.map(StageStatus::jobUid).orElse(null));
  }

  /** That a Job waits in its queue for the first time goes without saying. */
  private static Optional<Note> evicted(StageStatus is) {
    return Optional.ofNullable(is.evictions())
        .map(
            times ->
                new Note(
                    false,
                    "AttemptEvicted",
                    "%s, attempt %d: its Job waits in its queue again and goes on from its newest checkpoint"
                        .formatted(is.name(), attempt(is)),
                    "%s.%d.%d".formatted(is.name(), attempt(is), times)));
  }

  /** A verdict is told where it is another one than before; that a stage runs was told already. */
  private static boolean isNews(RunCondition is, RLHFRunStatus before) {
    return is.status().equals("True")
        && !QUIET.contains(is.reason())
        && before.conditions().stream()
            .noneMatch(
                c ->
                    c.status().equals("True")
                        && c.reason().equals(is.reason())
                        && (!isAdvice(is) || c.message().equals(is.message())));
  }

  /** It may speak of several stages, and of another one next. */
  private static boolean isAdvice(RunCondition is) {
    return is.type().equals(MemoryAdvice.CONDITION);
  }

  private static Note ofRun(RunCondition is, RLHFRunStatus after) {
    boolean warning =
        is.type().equals(Standing.FAILED.condition())
            || is.type().equals(Standing.STALLED.condition())
            || isAdvice(is);
    return new Note(warning, is.reason(), is.message(), attempts(after));
  }

  private static boolean holds(Standing standing, RLHFRunStatus status) {
    return status.conditions().stream()
        .anyMatch(c -> c.type().equals(standing.condition()) && c.status().equals("True"));
  }

  private static String attempts(RLHFRunStatus status) {
    return status.stages().stream()
        .map(Transitions::attempt)
        .map(String::valueOf)
        .reduce("", (a, b) -> a + "." + b);
  }

  private static Note note(StageStatus stage, boolean warning, String reason, String text) {
    String message = "%s, attempt %d: %s".formatted(stage.name(), attempt(stage), text);
    return new Note(warning, reason, message, stage.name() + "." + attempt(stage));
  }

  private static String words(StageStatus stage) {
    return stage.reason() + ": " + stage.message();
  }

  private static String said(StageStatus stage) {
    return stage.name() + ": " + Objects.requireNonNullElse(stage.message(), "done");
  }

  private static int attempt(StageStatus stage) {
    return stage.intent() == null || stage.phase() == StagePhase.PENDING
        ? 0
        : stage.intent().attempt();
  }
}
