package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class DeletedByHandTest {
  private Actors actors;
  private Job job;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK);
    job = actors.runs(1);
  }

  @Test
  void aCompleteRunStaysCompleteWithoutItsJobAndPod() {
    actors.nodes().exit(job, 0, Results.done(1, 10));
    actors.settle();
    RLHFRunStatus complete = actors.status();

    actors.user().delete(actors.cluster().podsOf(job).get(0));
    actors.user().delete(job);
    actors.settle();

    assertThat(actors.status()).isEqualTo(complete);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.cluster().jobs()).isEmpty();
  }

  @Test
  void aJobThatIsDeletedIsADisruptionAndTheNextAttemptWaitsForItsPod() {
    actors.user().delete(job);
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("PodsTerminating");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RUNNING);

    actors.user().delete(actors.cluster().podsOf(job).get(0));
    actors.settle();
    assertThat(actors.stage().reason()).isEqualTo("JobGone");
    assertThat(actors.stage().disruptions()).isEqualTo(1);
    actors.clock().advance(Duration.ofSeconds(10));
    actors.settle();

    assertThat(actors.job(1)).isNull();
    assertThat(actors.stage().jobUid()).isEqualTo(actors.job(2).getMetadata().getUid());
  }

  @Test
  void aConfigMapThatIsDeletedIsMadeAgainAsItWas() {
    ConfigMap before = actors.cluster().configMap("quick", Stage.SFT);
    actors.user().delete(before);

    actors.settle();

    assertThat(actors.cluster().configMap("quick", Stage.SFT).getData())
        .isEqualTo(before.getData());
    assertThat(actors.stage().intent().attempt()).isEqualTo(1);
  }

  @Test
  void anOldDecisionToMakeAJobIsNotCarriedOutOnceItsUidIsRecorded(Cluster cluster) {
    Cluster another = cluster.another();
    var others = Actors.of(another, User.QUICK);
    var past = others.untilIntended();
    others.settle();
    others.user().delete(others.job(1));

    new Operator(another, others.clock()).replay(past);

    assertThat(others.job(1)).isNull();
  }

  @Test
  void aSecondJobUnderARecordedNameIsRemovedAndNeverCounted() {
    actors.user().delete(job);
    actors.user().delete(actors.cluster().podsOf(job).get(0));
    job.getMetadata().setResourceVersion(null);
    job.getMetadata().setUid(null);
    job.getSpec().setSelector(null);
    job.getSpec()
        .getTemplate()
        .getMetadata()
        .getLabels()
        .keySet()
        .removeIf(label -> label.contains("controller-uid") || label.contains("job-name"));
    actors.user().create(job);

    actors.settle();

    assertThat(actors.cluster().jobs()).isEmpty();
    assertThat(actors.stage().reason()).isEqualTo("JobGone");
  }
}
