package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class HappyPathTest {
  @Test
  void aRunIsTrainedAndComplete(Cluster cluster) {
    var clock = new TestClock();
    var operator = new Operator(cluster, clock);
    var nodes = new Nodes(cluster);
    new User(cluster).apply(User.QUICK);

    operator.settle("quick");
    var job = cluster.job("quick-sft-1");
    nodes.start(job);
    nodes.run(job);
    operator.settle("quick");
    nodes.exit(job, 0, Results.done(1, 12));
    operator.settle("quick");

    assertThat(cluster.run("quick").getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(cluster.run("quick").getStatus().stages().get(0).phase())
        .isEqualTo(StagePhase.SUCCEEDED);
  }
}
