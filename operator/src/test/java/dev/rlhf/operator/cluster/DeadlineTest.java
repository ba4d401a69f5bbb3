package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods may be on nodes for so long, and what they have made by then stays. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class DeadlineTest {
  private static final Duration ALLOWED = Duration.ofSeconds(600);
  private static final String OF_STAGE =
      User.QUICK.replace("{epochs: 1}", "{epochs: 1, activeDeadlineSeconds: 600}");

  private static Actors begin(Cluster cluster, String manifest) {
    var actors = Actors.of(cluster, manifest);
    return actors;
  }

  private static void assertOver(Actors actors) {
    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.verdict().reason()).isEqualTo("DeadlineExceeded");
    assertThat(actors.stage().reason()).isEqualTo("DeadlineExceeded");
    assertThat(actors.stage().errors()).isZero();
  }

  @Test
  void aStageEndsOnTimeAndItsCheckpointStays(Cluster cluster) {
    var actors = begin(cluster, OF_STAGE);
    Job job = actors.runs(1);
    assertThat(actors.operator().settle("quick")).contains(ALLOWED);
    actors.clock().advance(ALLOWED.minusSeconds(1));
    assertThat(actors.operator().settle("quick")).contains(Duration.ofSeconds(1));

    actors.clock().advance(Duration.ofSeconds(1));
    actors.settle();
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.STOPPED);
    assertThat(actors.job(1).isMarkedForDeletion()).as("its pod is told to save and end").isTrue();
    assertThat(actors.status().waiting()).isEqualTo("PodsTerminating");
    var saved = Results.checkpoint(1, 7);
    actors.nodes().exit(job, 75, Results.ended(1, ExitCode.INTERRUPTED, "saved", saved));
    actors.settle();

    assertOver(actors);
    assertThat(actors.verdict().message()).contains("600 s of activeDeadlineSeconds of stage sft");
    assertThat(actors.stage().checkpoint()).isEqualTo(saved);
  }

  @Test
  void neitherWaitingForANodeNorHoldingStillCounts(Cluster cluster) {
    var actors = begin(cluster, OF_STAGE);
    actors.settle();
    actors.clock().advance(Duration.ofDays(1));
    Job job = actors.runs(1);
    actors.clock().advance(Duration.ofSeconds(200));
    actors.user().suspend(true);
    actors.settle();
    actors.nodes().collect(job);
    actors.settle();
    actors.clock().advance(Duration.ofDays(1));
    actors.user().suspend(false);
    actors.runs(2);

    assertThat(actors.operator().settle("quick")).contains(Duration.ofSeconds(400));
    assertThat(actors.stage().usage().activeSeconds()).isEqualTo(200);
  }

  @Test
  void aRunsDeadlineIsForAllItsStages(Cluster cluster) {
    var actors =
        begin(cluster, User.CHAIN.replace("  stages:", "  activeDeadlineSeconds: 600\n  stages:"));
    Job sft = actors.runs(Stage.SFT, 1);
    actors.clock().advance(Duration.ofSeconds(500));
    actors.nodes().exit(sft, 0, Results.done(1, 12));
    actors.settle();
    actors.clock().advance(Duration.ofHours(1));
    Job rm = actors.runs(Stage.RM, 1);
    assertThat(actors.operator().settle("quick")).contains(Duration.ofSeconds(100));

    actors.clock().advance(Duration.ofSeconds(100));
    actors.settle();
    actors.nodes().collect(rm);
    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("DeadlineExceeded");
    assertThat(actors.verdict().message()).contains("spec.activeDeadlineSeconds");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.SUCCEEDED);
    assertThat(actors.status().active().seconds()).isEqualTo(600);
  }

  @Test
  void noAttemptBeginsOnceTheTimeIsOver(Cluster cluster) {
    var actors = begin(cluster, OF_STAGE);
    Job job = actors.runs(1);
    actors.clock().advance(ALLOWED.minusSeconds(1));
    actors.nodes().exit(job, 1, "boom");
    actors.clock().advance(Duration.ofSeconds(5));
    actors.settle();
    assertThat(actors.stage().usage().activeSeconds())
        .as("up to the end of the pod, whenever that is seen")
        .isEqualTo(599);
    actors.user().edit("quick", OF_STAGE.replace("600", "300"));
    actors.clock().advance(Duration.ofMinutes(1));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.verdict().reason()).isEqualTo("DeadlineExceeded");
    assertThat(actors.cluster().jobs()).hasSize(1);
  }

  @Test
  void goingBackToTheStageGivesAllItsTimeAgain(Cluster cluster) {
    var actors = begin(cluster, OF_STAGE);
    Job job = actors.runs(1);
    actors.clock().advance(ALLOWED);
    actors.settle();
    actors.nodes().collect(job);
    actors.settle();
    assertOver(actors);

    actors.user().restart("sft", "a");
    actors.runs(2);

    assertThat(actors.operator().settle("quick")).contains(ALLOWED);
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesEndItOnce(Cluster cluster) {
    var actors = begin(cluster, OF_STAGE);
    Job job = actors.runs(1);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    actors.clock().advance(ALLOWED);
    operators.settle();
    actors.nodes().collect(job);
    operators.settle();

    assertOver(actors);
    assertThat(cluster.jobs()).isEmpty();
  }
}
