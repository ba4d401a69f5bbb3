package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What may come by itself is waited for; when it has not come for long, somebody is called. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class StallTest {
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK.replace("  stages:", "  stallAfter: 20m\n  stages:"));
  }

  @Test
  void whatDoesNotComeForLongStallsOnTimeAndHealsByItself() {
    Job job = unschedulable("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");
    Optional<Duration> wake = actors.operator().settle("quick");
    assertThat(wake).contains(PATIENCE);
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    Instant since = Instant.parse(actors.stage().waitingSince());

    actors.clock().advance(wake.get());
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("Unschedulable");
    assertThat(actors.verdict().message())
        .contains("Insufficient nvidia.com/gpu")
        .endsWith(
            "add a node that fits, or ask for less in resources, nodeSelector or podTemplate");
    assertThat(actors.stage().waitingSince()).isEqualTo(since.toString());
    actors.nodes().run(job);
    actors.settle();

    assertThat(actors.verdict().type()).isEqualTo("Running");
    assertThat(actors.stage().waitingSince()).isNull();
  }

  @Test
  void anotherCauseIsWaitedForAnew() {
    Job job = unschedulable("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");
    actors.settle();
    actors.clock().advance(PATIENCE.minusSeconds(1));
    actors.nodes().keepWaiting(job, new PodStatusBuilder().withPhase("Pending").build());
    actors.settle();

    actors.clock().advance(Duration.ofSeconds(2));
    actors.settle();

    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().reason()).isEqualTo("ContainerCreating");
  }

  @Test
  void volumesInAnotherZoneAreToldFromAFullCluster() {
    unschedulable("0/3 nodes are available: 3 node(s) had volume node affinity conflict.");

    actors.settle();

    assertThat(actors.status().waiting()).isEqualTo("VolumeZoneConflict");
  }

  @Test
  void aBackoffMayTakeAsLongAsItLikes() {
    actors
        .user()
        .edit(
            "quick",
            User.QUICK
                .replace("backoff: 10s", "backoff: 10m")
                .replace("  stages:", "  stallAfter: 1m\n  stages:"));
    actors.nodes().exit(actors.runs(1), 1, "boom");
    actors.settle();

    actors.clock().advance(Duration.ofMinutes(4));
    actors.settle();

    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().reason()).isEqualTo("Backoff");
  }

  private Job unschedulable(String message) {
    actors.settle();
    Job job = actors.job(1);
    actors.nodes().start(job);
    actors.nodes().findNoPlace(job, message);
    return job;
  }
}
