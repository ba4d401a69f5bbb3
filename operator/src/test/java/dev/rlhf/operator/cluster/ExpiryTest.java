package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RunPhase;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that has ended stays for as long as it says, and no longer. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class ExpiryTest {
  private static final String FOR_AN_HOUR =
      User.QUICK.replace("  stages:", "  ttlSecondsAfterFinished: 3600\n  stages:");

  @Test
  void itIsDeletedOnTimeByWhicheverOperatorIsThere(Cluster cluster) {
    var actors = complete(cluster, FOR_AN_HOUR);
    assertThat(actors.operator().settle("quick")).contains(Duration.ofHours(1));
    assertThat(cluster.pods())
        .as("its last pod, which has ended, stays for its logs")
        .singleElement()
        .satisfies(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded"));
    actors.clock().advance(Duration.ofMinutes(59));

    var another = new Operator(cluster, actors.clock());
    assertThat(another.settle("quick")).contains(Duration.ofMinutes(1));
    actors.clock().advance(Duration.ofMinutes(1));
    another.settle("quick");

    assertThat(cluster.run("quick")).isNull();
  }

  @Test
  void aRunThatFailedIsDeletedToo(Cluster cluster) {
    var actors = Actors.of(cluster, FOR_AN_HOUR);
    actors.nodes().exit(actors.runs(1), 64, "no such file");
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);

    actors.clock().advance(Duration.ofHours(1));
    actors.settle();

    assertThat(cluster.run("quick")).isNull();
  }

  @Test
  void itStaysWhereItSaysNothingUntilItDoes(Cluster cluster) {
    var actors = complete(cluster, User.QUICK);
    actors.clock().advance(Duration.ofDays(365));
    assertThat(actors.operator().settle("quick")).isEmpty();

    actors.user().edit("quick", FOR_AN_HOUR);
    actors.settle();

    assertThat(cluster.run("quick")).isNull();
  }

  private static Actors complete(Cluster cluster, String manifest) {
    var actors = Actors.of(cluster, manifest);
    Job job = actors.runs(1);
    actors.nodes().exit(job, 0, Results.done(1, 12));
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    return actors;
  }

  @Test
  void aRunThatCannotBeRunIsDeletedOnTimeWhateverStageItIsToGoBackTo(Cluster cluster) {
    var actors = Actors.of(cluster, FOR_AN_HOUR.replace("demo://model?seed=1", "file:///models/m"));
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("InvalidSource");
    actors.user().restart("sft", "a");

    assertThat(actors.operator().settle("quick")).contains(Duration.ofHours(1));
    actors.clock().advance(Duration.ofHours(1));
    actors.settle();

    assertThat(cluster.run("quick")).isNull();
  }
}
