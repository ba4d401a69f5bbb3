package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RunPhase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's clock is another than that of the API server and of the nodes. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class ClockSkewTest {

  @ParameterizedTest
  @ValueSource(longs = {-3600, -2, 2, 3600})
  void aRunGoesToItsEndAndNoTimeIsNegative(long seconds, Cluster cluster) {
    var clock = new TestClock();
    clock.set(Instant.now().plusSeconds(seconds));
    var actors =
        new Actors(
            cluster,
            clock,
            new Operator(cluster, clock),
            new Nodes(cluster, Clock.systemUTC()),
            new User(cluster));
    actors.user().apply(User.QUICK);
    actors.nodes().exit(actors.runs(1), 1, "boom");
    actors.settle();
    clock.advance(Duration.ofSeconds(10));
    actors.settle();
    Job second = actors.job(2);
    Pod pod = actors.nodes().start(second);
    actors.settle();
    clock.advance(Duration.ofSeconds(5));
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("ContainerCreating");
    actors.nodes().run(pod, null);
    actors.settle();
    actors.nodes().exit(second, 0, Results.done(2, 10));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(Instant.parse(actors.stage().startedAt()))
        .isBeforeOrEqualTo(Instant.parse(actors.stage().finishedAt()));
    assertThat(actors.stage().usage().activeSeconds()).isBetween(0L, 60L);
  }
}
