package dev.rlhf.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointLayoutTest {
  private final CheckpointLayout layout = new CheckpointLayout(Path.of("/checkpoints"));
  private final RunIdentity run = new RunIdentity("hh", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");

  @Test
  void aCheckpointLiesWhereTheContractSays() {
    Path attempt = layout.attempt(run, Stage.SFT, 2, "pod-uid");

    assertThat(CheckpointLayout.step(attempt, 40))
        .isEqualTo(Path.of("/checkpoints/hh-0f1e2d3c/sft/2-pod-uid/step-40"));
    assertThat(CheckpointLayout.stepOf(CheckpointLayout.step(attempt, 40))).hasValue(40);
    assertThat(CheckpointLayout.attemptOf(CheckpointLayout.step(attempt, 40))).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"step-1", "run/sft/final/step-1", "run/sft/2/step-1"})
  void aCheckpointElsewhereIsOfNoAttempt(String path) {
    assertThat(CheckpointLayout.attemptOf(Path.of(path))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"step-", "step-40.tmp", ".step-40", "step--1", "log", "step-1234567890123456789"})
  void nothingElseIsTakenForACheckpoint(String name) {
    assertThat(CheckpointLayout.stepOf(Path.of(name))).isEmpty();
  }
}
