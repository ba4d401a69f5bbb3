package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RunPhase;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator is killed at each of its calls in turn, and another one goes on. All that a killed
 * one leaves behind is what it wrote, so being killed at any call is being killed after the last
 * write before it.
 */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class KilledTest {
  private static final String RUN = "quick";

  @Test
  void aRunSurvivesItsOperator(Cluster cluster) {
    int write = 1;
    while (lives(new Faults(write), cluster)) {
      write++;
    }
    assertThat(write).as("writes of the whole run").isGreaterThan(15);
  }

  /** The whole life of a run, in a world of its own; says whether its operator was killed. */
  private static boolean lives(Faults faults, Cluster server) {
    Cluster cluster = server.another();
    var clock = new TestClock();
    var life = new Life(cluster, clock, new Operator(cluster, clock, faults));
    new User(cluster).apply(User.QUICK);
    life.history = new History(cluster, RUN);
    life.live();
    return faults.hit();
  }

  private static final class Life {
    private final Cluster cluster;
    private final TestClock clock;
    private final Nodes nodes;
    private Operator operator;
    private History history;

    Life(Cluster cluster, TestClock clock, Operator operator) {
      this.cluster = cluster;
      this.clock = clock;
      this.operator = operator;
      this.nodes = new Nodes(cluster);
    }

    /** An attempt that fails, and one that is done and loses its pod. */
    void live() {
      settle();
      Job first = cluster.job("quick-sft-1");
      nodes.start(first);
      nodes.run(first);
      settle();
      nodes.exit(first, 1, "boom");
      settle();
      clock.advance(Duration.ofMinutes(1));
      settle();
      Job second = cluster.job("quick-sft-2");
      nodes.start(second);
      nodes.exit(second, 0, Results.done(2, 10));
      cluster.podsOf(second).forEach(new User(cluster)::delete);
      settle();
      Job reader = cluster.job("quick-sft-2-result");
      nodes.start(reader);
      nodes.exit(reader, 0, Results.done(2, 10));
      settle();
      assertThat(cluster.run(RUN).getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
      assertThat(cluster.run(RUN).getStatus().stages().get(0).errors()).isEqualTo(1);
    }

    private void settle() {
      try {
        operator.settle(RUN);
      } catch (Faults.Killed e) {
        history.look();
        operator = new Operator(cluster, clock);
        operator.settle(RUN);
      }
      history.look();
    }
  }
}
