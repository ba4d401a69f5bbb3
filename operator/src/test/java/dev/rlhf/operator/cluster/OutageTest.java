package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RunPhase;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server goes away at each of an operator's writes in turn, and comes back. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class OutageTest {
  private static final String RUN = "quick";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLostAndNothingDoneTwice(boolean answerIsLost, Cluster server) {
    int write = 1;
    while (lives(new Outage(write, answerIsLost), server.another())) {
      write++;
    }
    assertThat(write).as("writes of the whole run").isGreaterThan(15);
  }

  private static boolean lives(Outage outage, Cluster cluster) {
    var clock = new TestClock();
    var operator = new Operator(cluster, clock, outage);
    var nodes = new Nodes(cluster);
    new User(cluster).apply(User.QUICK);
    var history = new History(cluster, RUN);
    settle(operator, history);
    Job first = cluster.job("quick-sft-1");
    nodes.start(first);
    nodes.run(first);
    settle(operator, history);
    nodes.exit(first, 1, "boom");
    settle(operator, history);
    clock.advance(Duration.ofMinutes(1));
    settle(operator, history);
    Job second = cluster.job("quick-sft-2");
    nodes.start(second);
    nodes.exit(second, 0, Results.done(2, 10));
    settle(operator, history);
    assertThat(cluster.run(RUN).getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(cluster.run(RUN).getStatus().stages().get(0).errors()).isEqualTo(1);
    assertThat(cluster.jobs()).hasSize(2);
    return outage.hit();
  }

  /** The framework calls again after each failure, for as long as it takes. */
  private static void settle(Operator operator, History history) {
    for (int failures = 0; failures <= Outage.CALLS; failures++) {
      try {
        operator.settle(RUN);
        history.look();
        return;
      } catch (KubernetesClientException e) {
        history.look();
      }
    }
    throw new AssertionError("the operator does not come to rest after an outage");
  }
}
