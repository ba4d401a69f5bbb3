package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stage's Job is Kueue's from the moment that it is made. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class KueueTest {
  private Actors actors;
  private Kueue kueue;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster);
    kueue = new Kueue(cluster);
    actors.user().apply(User.QUICK.replace("  stages:", "  queueName: team-a\n  stages:"));
    actors.settle();
  }

  @Test
  void aJobWaitsInItsQueueUntilItIsAdmitted() {
    Job job = actors.job(1);
    assertThat(job.getSpec().getSuspend()).isTrue();
    assertThat(job.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "team-a");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.QUEUED);
    assertThat(actors.stage().evictions()).isNull();
    assertThat(actors.status().waiting()).isEqualTo("Queued");

    kueue.admit(job, "a");
    actors.settle();

    assertThat(actors.stage().phase()).isEqualTo(StagePhase.STARTING);
    assertThat(actors.status().waiting()).isEqualTo("PodPending");
  }

  @Test
  void anEvictedStageGoesOnInAnotherPodOfTheSameJobAndSpendsNoRetry() {
    Job job = admitted("a");
    String uid = actors.stage().jobUid();

    kueue.evict(job);
    actors.settle();
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.QUEUED);
    assertThat(actors.stage().evictions()).isEqualTo(1);
    assertThat(actors.status().waiting()).isEqualTo("Evicted");
    assertThat(actors.verdict().message()).contains("waits in queue team-a again");
    admitted("b");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RUNNING);
    assertThat(actors.cluster().podsOf(job).get(0).getSpec().getNodeSelector())
        .containsEntry("flavor", "b");
    actors.nodes().exit(job, 0, Results.done(1, 12));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.stage().jobUid()).isEqualTo(uid);
    assertThat(actors.stage().intent().attempt()).isEqualTo(1);
    assertThat(actors.stage().disruptions()).isZero();
    assertThat(actors.stage().errors()).isZero();
    assertThat(actors.cluster().jobs()).hasSize(1);
  }

  @Test
  void aResultThatTheEvictedPodStillBroughtCounts() {
    Job job = admitted("a");
    kueue.takeBack(job);
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("Evicted");

    actors.nodes().exit(job, 0, Results.done(1, 12));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(1, 12));
  }

  @Test
  void neitherSuspendNorThePodTemplateIsEverWrittenByTheOperator() {
    Job job = admitted("a");
    kueue.evict(job);
    actors.settle();
    admitted("b");
    actors.nodes().exit(job, 75, Results.ended(1, ExitCode.INTERRUPTED, "saved", null));
    actors.settle();

    Job last = actors.job(1);
    assertThat(last.getMetadata().getGeneration())
        .as("the making of it, and three writes of Kueue's")
        .isEqualTo(4);
    List<ManagedFieldsEntry> ofSuspend =
        last.getMetadata().getManagedFields().stream()
            .filter(entry -> entry.getSubresource() == null)
            .filter(entry -> entry.getFieldsV1().toString().contains("f:suspend"))
            .toList();
    assertThat(ofSuspend).extracting(ManagedFieldsEntry::getManager).containsExactly("kueue");
  }

  @Test
  void whyItWaitsIsSaidInKueuesWordsAndWhatWaitingCannotHealStalls() {
    kueue.install();
    Job job = actors.job(1);

    kueue.explain(job, "QuotaReserved", "False", "WaitingForQuota", "gpu is in use");
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("Queued");
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().message()).endsWith("WaitingForQuota: gpu is in use");
    kueue.explain(job, "QuotaReserved", "False", "ExceedsMaxQuota", "8 gpus of 4");
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("ExceedsMaxQuota");
    kueue.explain(job, "Evicted", "True", "DeactivatedDueToRequeuingLimitExceeded", "5 times");
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("Deactivated");
    kueue.admit(job, "a");
    actors.settle();

    assertThat(actors.status().waiting()).isEqualTo("PodPending");
  }

  private Job admitted(String flavor) {
    kueue.admit(actors.job(1), flavor);
    Job job = actors.job(1);
    actors.nodes().start(job);
    actors.nodes().run(job);
    actors.settle();
    return job;
  }
}
