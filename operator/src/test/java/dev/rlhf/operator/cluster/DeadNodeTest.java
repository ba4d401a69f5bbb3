package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.StagePhase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class DeadNodeTest {
  private static final Duration BACKOFF = Duration.ofSeconds(10);
  private static final Duration STALL_AFTER = Duration.ofMinutes(15);

  private Actors actors;
  private Job job;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK);
    job = actors.runs(1);
  }

  @Test
  void aPodThatTerminatesForEverIsWaitedForAndToldOfUntilSomebodyForcesIt() {
    actors.nodes().tellToEnd(job);
    actors.nodes().loseTouch(job);
    actors.settle();
    actors.clock().advance(BACKOFF);
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().reason()).isEqualTo("PodsTerminating");
    actors.clock().advance(STALL_AFTER);
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().message()).contains("delete pod", "--force", "node");
    assertThat(actors.job(2)).isNull();

    force(actors.cluster().podsOf(job).get(0));
    actors.settle();

    assertThat(actors.job(2)).isNotNull();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
  }

  /** Its pod is collected with the node, and the Job alone knows why. */
  @Test
  void anOperatorThatWasDownMeanwhileLearnsItFromTheJob() {
    actors.nodes().evict(job, 143, "");
    actors.user().delete(actors.cluster().podsOf(job).get(0));

    var another = new Operator(actors.cluster(), actors.clock());
    another.settle("quick");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RETRYING);
    assertThat(actors.stage().reason()).isEqualTo("Disrupted");
    assertThat(actors.stage().disruptions()).isEqualTo(1);
    actors.clock().advance(BACKOFF);
    another.settle("quick");

    assertThat(actors.job(2)).isNotNull();
  }

  @Test
  void aPodThatWentBeforeAnybodySawItIsAnAttemptLikeAnyOther() {
    actors.nodes().exit(job, 1, "boom");
    actors.settle();
    actors.clock().advance(BACKOFF);
    actors.settle();
    Job second = actors.job(2);
    actors.nodes().start(second);
    actors.nodes().exit(second, 1, "boom");
    actors.user().delete(actors.cluster().podsOf(second).get(0));

    actors.settle();

    assertThat(actors.stage().reason()).isEqualTo("Error");
    assertThat(actors.stage().errors()).isEqualTo(2);
  }

  private void force(Pod pod) {
    pod.getMetadata().setFinalizers(List.of());
    actors.cluster().admin().resource(pod).update();
  }
}
