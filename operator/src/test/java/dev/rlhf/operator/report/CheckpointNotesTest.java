package dev.rlhf.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.StageStatus;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointNotesTest {
  private static final StageStatus BEGUN =
      StageDraft.from(StageStatus.pending("sft"))
          .intend(new AttemptIntent(2, "revision", "digest", Map.of()))
          .status();

  private static StageStatus skipped(double number) {
    return StageDraft.from(BEGUN).figures(Map.of("checkpoints_skipped", number)).status();
  }

  @Test
  void whatIsSkippedIsToldOnceAsAWarning() {
    assertThat(CheckpointNotes.between(Optional.of(BEGUN), skipped(2)))
        .singleElement()
        .satisfies(note -> assertThat(note.warning()).isTrue())
        .satisfies(note -> assertThat(note.message()).startsWith("sft, attempt 2: 2 checkpoints"))
        .satisfies(note -> assertThat(note.key()).isEqualTo("sft.2.2"));
    assertThat(CheckpointNotes.between(Optional.of(skipped(2)), skipped(2))).isEmpty();
    assertThat(CheckpointNotes.between(Optional.of(skipped(1)), skipped(2))).hasSize(1);
  }

  @Test
  void whereNoneIsThereIsNothingToTell() {
    assertThat(CheckpointNotes.between(Optional.empty(), BEGUN)).isEmpty();
    assertThat(CheckpointNotes.between(Optional.of(skipped(1)), skipped(0))).isEmpty();
  }
}
