package dev.rlhf.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.StageStatus;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardNotesTest {

  private static final StageStatus UNTOLD = StageStatus.pending("ppo");

  private static StageStatus stage(Map<String, Double> figures) {
    return StageDraft.from(UNTOLD).figures(figures).status();
  }

  @Test
  void aRollbackIsToldOnceAndWhereItLeads() {
    StageStatus before = stage(Map.of("guard_warnings", 0.0, "guard_rollbacks", 0.0));
    StageStatus after =
        stage(Map.of("guard_warnings", 0.0, "guard_rollbacks", 1.0, "guard_rollback_step", 120.0));

    assertThat(GuardNotes.between(Optional.of(before), after))
        .containsExactly(
            new Note(
                true,
                "GuardRolledBack",
                "ppo: a guard has rolled the models back to step 120: its log names the figure"
                    + " (1 so far)",
                "ppo.1"));
    assertThat(GuardNotes.between(Optional.of(after), after)).isEmpty();
  }

  @Test
  void warningsAreToldWithTheirNumber() {
    assertThat(GuardNotes.between(Optional.of(UNTOLD), stage(Map.of("guard_warnings", 3.0))))
        .containsExactly(
            new Note(
                true,
                "GuardWarned",
                "ppo: a guard warns: its log names the figure (3 so far)",
                "ppo.3"));
  }

  @Test
  void aStageWithoutGuardsHasNothingToTell() {
    assertThat(GuardNotes.between(Optional.empty(), UNTOLD)).isEmpty();
    assertThat(GuardNotes.between(Optional.of(UNTOLD), stage(Map.of("loss", 1.0)))).isEmpty();
  }
}
