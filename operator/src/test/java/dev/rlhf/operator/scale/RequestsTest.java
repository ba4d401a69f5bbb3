package dev.rlhf.operator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.operator.cluster.ApiServer;
import dev.rlhf.operator.cluster.ApiServerBinaries;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.cluster.Nodes;
import dev.rlhf.operator.cluster.Operator;
import dev.rlhf.operator.cluster.TestClock;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much an operator asks of the API server. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class RequestsTest {
  private static final int WRITES_PER_STAGE = 8;
  private static final int LOOKS = 10;

  /** More than one look at everything that a run has. */
  private static final int READS_PER_LOOK = 12;

  @Test
  void aStageTakesEightWritesAtMost(Cluster cluster) {
    List<Write> all = Script.record(cluster).chapters().stream().flatMap(List::stream).toList();

    assertThat(all.stream().filter(write -> !write.isDryRun()))
        .hasSizeLessThanOrEqualTo(WRITES_PER_STAGE * Script.STAGES.size());
    assertThat(all.stream().filter(Write::isDryRun)).hasSameSizeAs(Script.STAGES);
  }

  @Test
  void aRunThatIsAsItShouldBeIsNotWrittenHoweverOftenItIsLookedAt(Cluster cluster) {
    var recorder = new Recorder();
    var operator = new Operator(cluster, new TestClock(), recorder);
    var nodes = new Nodes(cluster);
    String run = cluster.admin().resource(Runs.of(cluster, 0)).create().getMetadata().getName();
    operator.settle(run);
    Job job = cluster.job(Names.job(run, Stage.SFT, 1));
    nodes.start(job);
    nodes.run(job);
    operator.settle(run);
    recorder.take();
    int before = recorder.reads();

    for (int look = 0; look < LOOKS; look++) {
      assertThat(operator.reconcile(run)).isEmpty();
    }

    assertThat(recorder.take()).isEmpty();
    assertThat(recorder.reads() - before).isLessThanOrEqualTo(LOOKS * READS_PER_LOOK);
  }
}
