package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that is to hold still lets its GPUs go, loses nothing and pays nothing. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class SuspendTest {
  private static Actors running(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    actors.runs(1);
    return actors;
  }

  private static void suspend(Actors actors, boolean suspend) {
    actors.user().suspend(suspend);
    actors.settle();
  }

  private static void collect(Actors actors, Job job) {
    actors.nodes().collect(job);
    actors.settle();
  }

  private static void assertNothingWasCharged(Actors actors) {
    assertThat(actors.stage().errors()).isZero();
    assertThat(actors.stage().disruptions()).isZero();
  }

  @Test
  void itIsSuspendedOnceItsPodsAreGoneAndGoesOnWithANewAttempt(Cluster cluster) {
    var actors = running(cluster);
    suspend(actors, true);
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.STOPPED);
    assertThat(actors.job(1).isMarkedForDeletion()).isTrue();
    assertThat(actors.status().waiting()).isEqualTo("Suspending");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);

    collect(actors, actors.job(1));
    actors.clock().advance(Duration.ofHours(1));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Suspended");
    assertThat(actors.verdict().message()).contains("spec.suspend");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
    assertThat(actors.status().waiting()).isNull();
    assertThat(cluster.jobs()).isEmpty();

    suspend(actors, false);
    assertThat(actors.stage().intent().attempt()).isEqualTo(2);
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    actors.runs(2);
    assertThat(actors.verdict().type()).isEqualTo("Running");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
    assertNothingWasCharged(actors);
    assertThat(cluster.events())
        .extracting(Event::getReason)
        .contains("AttemptStopped", "Suspended", "Resumed");
  }

  @Test
  void aProcessThatEndsWith75OnThatWordIsNoDisruption(Cluster cluster) {
    var actors = running(cluster);
    suspend(actors, true);
    actors.nodes().exit(actors.job(1), 75, Results.ended(1, ExitCode.INTERRUPTED, "saved", null));
    actors.settle();
    collect(actors, actors.job(1));
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
    assertNothingWasCharged(actors);
  }

  @Test
  void whoResumesTooEarlyWaitsForTheEarlierPod(Cluster cluster) {
    var actors = running(cluster);
    suspend(actors, true);
    suspend(actors, false);
    assertThat(actors.status().waiting()).isEqualTo("PodsTerminating");
    assertThat(actors.job(2)).isNull();

    collect(actors, actors.job(1));
    assertThat(actors.job(2)).isNotNull();
    assertNothingWasCharged(actors);
  }

  @Test
  void whatCameToItsEndBeforeCounts(Cluster cluster) {
    var actors = running(cluster);
    actors.nodes().exit(actors.job(1), 0, Results.done(1, 12));
    suspend(actors, true);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
  }

  @Test
  void aRunThatIsMadeSuspendedMakesNothing(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK.replace("  stages:", "  suspend: true\n  stages:"));
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
    assertThat(
            cluster
                .admin()
                .persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .list()
                .getItems())
        .isEmpty();

    suspend(actors, false);
    assertThat(actors.job(1)).isNotNull();
  }

  @Test
  void twoStagesAreSuspendedWhenBothAre(Cluster cluster) {
    var actors = Actors.of(cluster, User.SIDE_BY_SIDE);
    Job sft = actors.runs(Stage.SFT, 1);
    Job rm = actors.runs(Stage.RM, 1);
    suspend(actors, true);
    collect(actors, sft);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    collect(actors, rm);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesStopItOnce(Cluster cluster) {
    var actors = running(cluster);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    actors.user().suspend(true);
    operators.settle();
    actors.nodes().collect(actors.job(1));
    operators.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
    actors.user().suspend(false);
    operators.settle();
    assertThat(actors.stage().intent().attempt()).isEqualTo(2);
    assertThat(actors.stage().jobUid()).isEqualTo(actors.job(2).getMetadata().getUid());
    assertNothingWasCharged(actors);
  }
}
