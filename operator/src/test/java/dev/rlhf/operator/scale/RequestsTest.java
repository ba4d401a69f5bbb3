package dev.rlhf.operator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.cluster.ApiServer;
import dev.rlhf.operator.cluster.ApiServerBinaries;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.cluster.Nodes;
import dev.rlhf.operator.cluster.Operator;
import dev.rlhf.operator.cluster.TestClock;
import dev.rlhf.operator.cluster.User;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much an operator asks of the API server. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class RequestsTest {
  private static final int WRITES_PER_STAGE = 8;
  private static final int LOOKS = 10;

  /** Seconds from one answer of a pod to the next. */
  private static final int INTERVAL = 4;

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

  @Test
  void aRunThatCannotGoOnIsNotLookedAtInALoop(Cluster cluster) {
    var recorder = new Recorder();
    var operator = new Operator(cluster, new TestClock(), recorder);
    String elsewhere =
        User.QUICK.replace("  stages:", "  checkpoints: {claimName: nowhere}\n  stages:");
    String name = new User(cluster).apply(elsewhere).getMetadata().getName();
    operator.settle(name);
    recorder.take();

    for (int look = 0; look < LOOKS; look++) {
      assertThat(operator.reconcile(name)).contains(RunDecision.LOOK_AGAIN);
    }

    assertThat(cluster.run(name).getStatus().waiting()).isEqualTo("ClaimMissing");
    assertThat(recorder.take()).isEmpty();
  }

  @Test
  void aPodThatMakesNoStepIsWrittenOfTwiceAMinute(Cluster cluster) {
    var recorder = new Recorder();
    var clock = new TestClock();
    var operator = new Operator(cluster, clock, recorder);
    var nodes = new Nodes(cluster);
    String run = cluster.admin().resource(Runs.of(cluster, 0)).create().getMetadata().getName();
    operator.settle(run);
    Job job = cluster.job(Names.job(run, Stage.SFT, 1));
    Pod pod = nodes.start(job);
    nodes.run(job);
    operator.settle(run);
    recorder.take();

    for (int second = 0; second < 60; second += INTERVAL) {
      operator.hears(said(pod, 5, clock));
      operator.settle(run);
      clock.advance(Duration.ofSeconds(INTERVAL));
    }
    assertThat(recorder.take()).hasSize(2);
    operator.hears(said(pod, 6, clock));
    operator.settle(run);

    assertThat(cluster.run(run).getStatus().progress()).isEqualTo("6/12");
  }

  private static ProgressSample said(Pod pod, long step, TestClock clock) {
    var progress =
        new Progress(
            Progress.Phase.TRAINING, step, 12, 1, 9L, 1.0, 0, null, null, Map.of("loss", 0.5));
    return new ProgressSample(pod.getMetadata().getUid(), progress, clock.instant());
  }

  @Test
  void aPodThatRunsAtOnceIsNotSaidToBeStartedAndOneThatTakesAWhileIs(Cluster cluster) {
    var recorder = new Recorder();
    var clock = new TestClock();
    var operator = new Operator(cluster, clock, recorder);
    RLHFRun made = cluster.admin().resource(Runs.of(cluster, 0)).create();
    String run = made.getMetadata().getName();
    clock.set(Instant.parse(made.getMetadata().getCreationTimestamp()));
    operator.settle(run);
    Pod pod = new Nodes(cluster).start(cluster.job(Names.job(run, Stage.SFT, 1)));
    clock.set(Instant.parse(pod.getMetadata().getCreationTimestamp()));
    recorder.take();

    Duration wake = operator.settle(run).orElseThrow();
    assertThat(recorder.take()).isEmpty();
    clock.advance(wake);
    operator.settle(run);

    assertThat(wake).isLessThan(Duration.ofSeconds(5));
    assertThat(cluster.run(run).getStatus().waiting()).isEqualTo("ContainerCreating");
  }
}
