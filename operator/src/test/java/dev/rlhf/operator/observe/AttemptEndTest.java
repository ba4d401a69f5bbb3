package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.operator.observe.JobState.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptEndTest {
  private static final JobState BACKOFF =
      new JobState(Phase.FAILED, "BackoffLimitExceeded", "Job has reached the backoff limit");

  @Test
  void theJobAloneTellsTheClass() {
    assertThat(reason(policy("Container trainer for pod a/b failed with exit code 64 matching")))
        .isEqualTo(EndReason.INVALID_INPUT);
    assertThat(reason(policy("Container trainer for pod a/b failed with exit code 75 matching")))
        .isEqualTo(EndReason.INTERRUPTED);
    assertThat(reason(policy("Pod a/b has condition DisruptionTarget matching FailJob rule")))
        .isEqualTo(EndReason.DISRUPTED);
    assertThat(reason(new JobState(Phase.FAILED, "DeadlineExceeded", "")))
        .isEqualTo(EndReason.JOB_DEADLINE);
    assertThat(reason(BACKOFF)).isEqualTo(EndReason.ERROR);
  }

  @Test
  void wantOfMemoryIsSeenInThePod() {
    var end = AttemptEnd.of(BACKOFF, Optional.of(new Termination(137, "OOMKilled", false, "")));

    assertThat(end.reason()).isEqualTo(EndReason.OOM_KILLED);
    assertThat(end.reason().failure()).contains(FailureClass.ERROR);
  }

  @Test
  void whoeverEndsAsIfToldToAndWasNotHasMadeAnError() {
    JobState exit75 = policy("Container trainer for pod a/b failed with exit code 75 matching");

    assertThat(AttemptEnd.of(exit75, Optional.of(new Termination(75, "Error", true, ""))).reason())
        .isEqualTo(EndReason.INTERRUPTED);
    var end = AttemptEnd.of(exit75, Optional.of(new Termination(75, "Error", false, "")));

    assertThat(end.reason()).isEqualTo(EndReason.ENDED_BY_ITSELF);
    assertThat(end.reason().failure()).contains(FailureClass.ERROR);
    assertThat(end.message()).contains("nobody had");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 134, 137, 139, 143})
  void everyOtherExitCodeIsAnError(int code) {
    var end = AttemptEnd.of(BACKOFF, Optional.of(new Termination(code, "Error", false, "")));

    assertThat(end.reason()).isEqualTo(EndReason.ERROR);
    assertThat(end.reason().failure()).contains(FailureClass.ERROR);
    assertThat(end.message()).endsWith("exit code " + code);
  }

  @Test
  void theWordsAreTheProcessesOwnIfItLeftAny() {
    assertThat(
            AttemptEnd.of(BACKOFF, Optional.of(new Termination(1, "Error", false, "log\nboom\n"))))
        .satisfies(end -> assertThat(end.message()).isEqualTo("log\nboom"))
        .satisfies(end -> assertThat(end.result()).isEmpty());
    assertThat(
            AttemptEnd.of(BACKOFF, Optional.of(new Termination(3, "Error", false, ""))).message())
        .isEqualTo("the process ended with exit code 3");
    assertThat(AttemptEnd.of(BACKOFF, Optional.empty()).message())
        .isEqualTo("Job has reached the backoff limit");
  }

  private static EndReason reason(JobState job) {
    return AttemptEnd.of(job, Optional.empty()).reason();
  }

  private static JobState policy(String message) {
    return new JobState(Phase.FAILED, "PodFailurePolicy", message);
  }
}
