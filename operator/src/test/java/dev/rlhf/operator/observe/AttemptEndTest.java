package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.operator.observe.JobState.Phase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
        .isEqualTo(EndReason.DEADLINE_EXCEEDED);
    assertThat(reason(BACKOFF)).isEqualTo(EndReason.ERROR);
  }

  @Test
  void wantOfMemoryIsSeenInThePod() {
    var end = AttemptEnd.of(BACKOFF, Optional.of(new Termination(137, "OOMKilled", "")));

    assertThat(end.reason()).isEqualTo(EndReason.OOM_KILLED);
    assertThat(end.reason().failure()).contains(FailureClass.ERROR);
  }

  @Test
  void theWordsAreTheProcessesOwnIfItLeftAny() {
    assertThat(AttemptEnd.of(BACKOFF, Optional.of(new Termination(1, "Error", "log\nboom\n"))))
        .satisfies(end -> assertThat(end.message()).isEqualTo("log\nboom"))
        .satisfies(end -> assertThat(end.result()).isEmpty());
    assertThat(AttemptEnd.of(BACKOFF, Optional.of(new Termination(3, "Error", ""))).message())
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
