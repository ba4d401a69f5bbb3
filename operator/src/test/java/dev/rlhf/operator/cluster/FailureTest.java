package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of end of the contract, told apart. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class FailureTest {
  private static final Duration BACKOFF = Duration.ofSeconds(10);

  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK);
  }

  @Test
  void wrongContentFailsTheStageOnceWithItsReasonInTheCondition() {
    String why = "data.demonstrations: row 3 has no answer";

    actors.nodes().exit(actors.runs(1), 64, Results.ended(1, ExitCode.INVALID, why, null));
    actors.settle();
    actors.clock().advance(Duration.ofHours(1));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.verdict().type()).isEqualTo("Failed");
    assertThat(actors.verdict().reason()).isEqualTo("InvalidInput");
    assertThat(actors.verdict().message()).isEqualTo(why);
    assertThat(actors.cluster().jobs()).hasSize(1);
  }

  @Test
  void anInterruptedAttemptIsADisruptionAndTheNextWaitsForItsBackoff() {
    Job job = actors.runs(1);
    actors.nodes().tellToEnd(job);
    actors.nodes().exit(job, 75, Results.ended(1, ExitCode.INTERRUPTED, "saved", null));
    actors.settle();
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RETRYING);
    assertThat(actors.stage().reason()).isEqualTo("Interrupted");
    assertThat(actors.stage().disruptions()).isEqualTo(1);
    assertThat(actors.stage().errors()).isZero();
    assertThat(actors.status().waiting()).isEqualTo("Backoff");
    assertThat(actors.job(2)).isNull();

    actors.clock().advance(BACKOFF);
    actors.settle();

    assertThat(actors.job(2)).isNotNull();
    assertThat(actors.stage().intent().attempt()).isEqualTo(2);
  }

  @Test
  void whoeverEndsAsIfInterruptedUnaskedPaysForAnError() {
    actors.nodes().exit(actors.runs(1), 75, Results.ended(1, ExitCode.INTERRUPTED, "saved", null));
    actors.settle();

    assertThat(actors.stage().reason()).isEqualTo("EndedByItself");
    assertThat(actors.stage().errors()).isEqualTo(1);
    assertThat(actors.stage().disruptions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {134, 139})
  void aCrashOfTheProcessIsAnError(int code) {
    actors.nodes().exit(actors.runs(1), code, "");
    actors.settle();

    assertThat(actors.stage().reason()).isEqualTo("Error");
    assertThat(actors.stage().errors()).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    actors.nodes().exit(actors.runs(1), 75, Results.ended(1, ExitCode.INTERRUPTED, "saved", null));
    actors.settle();
    actors.clock().advance(Duration.ofDays(-365));
    actors.settle();
    assertThat(actors.stage().intent().attempt()).isEqualTo(2);

    Job second = actors.runs(2);
    actors.clock().advance(Duration.ofDays(-365));
    actors.nodes().exit(second, 0, Results.done(2, 10));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(2, 10));
  }

  @Test
  void anEvictionIsADisruptionWhateverTheExitCode() {
    actors.nodes().evict(actors.runs(1), 64, "");
    actors.settle();

    assertThat(actors.stage().reason()).isEqualTo("Disrupted");
    assertThat(actors.stage().disruptions()).isEqualTo(1);
  }

  @Test
  void theClassOfAFailureOutlivesItsPod() {
    Job job = actors.runs(1);
    actors.nodes().exit(job, 64, "");
    actors.user().delete(actors.cluster().podsOf(job).get(0));
    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("InvalidInput");
  }

  @Test
  void wantOfMemoryIsAnErrorThatSaysWhatToDo() {
    actors.nodes().killForMemory(actors.runs(1));
    actors.settle();

    assertThat(actors.stage().reason()).isEqualTo("OOMKilled");
    assertThat(actors.stage().message()).contains("memory limit");
    assertThat(actors.stage().errors()).isEqualTo(1);
  }

  @Test
  void errorsBeyondTheirBudgetFailTheRun() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      actors.nodes().exit(actors.runs(attempt), 1, "boom");
      actors.settle();
      actors.clock().advance(Duration.ofMinutes(10));
    }
    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("RetriesExhausted");
    assertThat(actors.verdict().message()).contains("retry.errors allows 2").endsWith("boom");
    assertThat(actors.cluster().jobs()).hasSize(3);
  }

  @Test
  void anAttemptThatBroughtACheckpointCostsNothing() {
    for (int attempt = 1; attempt <= 5; attempt++) {
      String words =
          Results.ended(attempt, ExitCode.ERROR, "boom", Results.checkpoint(attempt, attempt));
      actors.nodes().exit(actors.runs(attempt), 1, words);
      actors.settle();
      actors.clock().advance(BACKOFF);
    }

    assertThat(actors.stage().errors()).isZero();
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RETRYING);
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(5, 5));
  }

  @Test
  void noAttemptBeginsWhileAProcessOfTheStageMayStillWrite() {
    Job job = actors.runs(1);
    actors.nodes().loseTouch(job);
    actors.settle();
    actors.clock().advance(BACKOFF);
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("PodsTerminating");
    assertThat(actors.verdict().message()).contains("delete pod", "--force");
    assertThat(actors.job(2)).isNull();

    actors.user().delete(actors.cluster().podsOf(job).get(0));
    actors.settle();

    assertThat(actors.job(2)).isNotNull();
  }

  @Test
  void whatAPodWaitsForShowsAtOnce() {
    actors.settle();
    Job job = actors.job(1);
    actors.nodes().start(job);
    actors.nodes().findNoPlace(job, "0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");
    actors.settle();

    assertThat(actors.status().waiting()).isEqualTo("Unschedulable");
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().message()).contains("Insufficient nvidia.com/gpu");
  }

  @Test
  void aStageThatAGuardFailsHasAReasonOfItsOwnAndIsNotTriedAgain() {
    String why = "guard: failed at step 7: kl is 0.9, above 0.5 for 20 steps";

    actors
        .nodes()
        .exit(
            actors.runs(1),
            69,
            Results.ended(1, ExitCode.GUARD_FAILED, why, Results.checkpoint(1, 5)));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.verdict().reason()).isEqualTo("GuardFailed");
    assertThat(actors.verdict().message()).isEqualTo(why);
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(1, 5));
  }

  @Test
  void aFullVolumeIsAnErrorWithAReasonOfItsOwn() {
    String why = "a checkpoint takes 2 GiB and the volume has 1 GiB left";

    actors.nodes().exit(actors.runs(1), 73, Results.ended(1, ExitCode.NO_SPACE, why, null));
    actors.settle();

    assertThat(actors.stage().reason()).isEqualTo("NoSpace");
    assertThat(actors.stage().errors()).isEqualTo(1);
  }
}
