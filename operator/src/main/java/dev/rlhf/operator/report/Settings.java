package dev.rlhf.operator.report;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether a stage's attempt has the settings that the manifest has by now. */
final class Settings {
  private Settings() {}

  /** A stage that has not ended, marked with the settings that its next attempt takes. */
  static StageStatus marked(RLHFRun run, StageStatus stage) {
    return StageDraft.from(stage).nextRevision(next(run, stage)).status();
  }

  private static String next(RLHFRun run, StageStatus stage) {
    if (stage.phase().isFinished() || stage.intent() == null) {
      return null;
    }
    String now = Revision.of(run.getSpec(), Stage.ofId(stage.name()));
    return stage.intent().revision().equals(now) ? null : now;
  }

  /** What is to be told of a stage's settings. */
  static List<Note> between(Optional<StageStatus> was, StageStatus is) {
    List<Note> notes = new ArrayList<>();
    String waited = was.map(StageStatus::nextRevision).orElse(null);
    String had = was.map(StageStatus::intent).map(AttemptIntent::revision).orElse(null);
    if (is.nextRevision() != null && !is.nextRevision().equals(waited)) {
      notes.add(note(is, false, "SettingsChanged", is.nextRevision(), waiting(is)));
    }
    if (had != null && !Objects.equals(had, is.intent().revision())) {
      notes.add(note(is, false, "SettingsTaken", is.intent().revision(), taken(is, had)));
    }
    if (waited != null && is.phase() == StagePhase.SUCCEEDED) {
      notes.add(note(is, true, "SettingsUnused", waited, unused(is, waited)));
    }
    return notes;
  }

  private static String waiting(StageStatus is) {
    if (!is.phase().isUnderWay()) {
      return "the next attempt takes the settings of revision %s, in the place of %s"
          .formatted(is.nextRevision(), is.intent().revision());
    }
    return "attempt %d keeps the settings of revision %s, and the next one takes those of %s; to have that at once, set spec.suspend to true and then to false"
        .formatted(is.intent().attempt(), is.intent().revision(), is.nextRevision());
  }

  private static String taken(StageStatus is, String had) {
    return "attempt %d has the settings of revision %s, in the place of %s"
        .formatted(is.intent().attempt(), is.intent().revision(), had);
  }

  private static String unused(StageStatus is, String waited) {
    return "the stage is done with the settings of revision %s; those of %s came too late: spec.restart has it run again with them"
        .formatted(is.intent().revision(), waited);
  }

  private static Note note(
      StageStatus stage, boolean warning, String reason, String revision, String text) {
    String key = "%s.%d.%s".formatted(stage.name(), stage.intent().attempt(), revision);
    return new Note(warning, reason, stage.name() + ": " + text, key);
  }
}
