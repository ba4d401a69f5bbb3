package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is not this run's is neither used nor touched. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class OwnershipTest {
  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster);
  }

  @Test
  void aJobOfThatNameIsNotAdopted() {
    Job foreign = actors.user().create(foreignJob("quick-sft-1"));
    actors.user().apply(User.QUICK);

    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("NameTaken");
    assertThat(actors.job(1).getMetadata().getUid()).isEqualTo(foreign.getMetadata().getUid());
    actors.user().delete(foreign);
    actors.settle();

    assertThat(actors.stage().jobUid())
        .isEqualTo(actors.job(1).getMetadata().getUid())
        .isNotEqualTo(foreign.getMetadata().getUid());
  }

  @Test
  void aJobUnderTheNameOfOneThatReadsAResultIsNotAdopted() {
    actors.user().apply(User.QUICK);
    Job job = actors.runs(1);
    actors.nodes().exit(job, 0, Results.done(1, 10));
    actors.user().delete(actors.cluster().podsOf(job).get(0));
    Job foreign = actors.user().create(foreignJob("quick-sft-1-result"));
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("NameTaken");

    actors.user().delete(foreign);
    actors.settle();

    assertThat(actors.status().waiting()).isEqualTo("ReadingResult");
  }

  @Test
  void aConfigMapOfThatNameIsNotUsed() {
    String revision = Revision.of(actors.user().apply(User.QUICK).getSpec(), Stage.SFT);
    actors
        .user()
        .create(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(Names.configMap("quick", Stage.SFT, 0, revision))
                .endMetadata()
                .addToData("stage.yaml", "stage: sft")
                .build());

    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("NameTaken");
    assertThat(actors.cluster().jobs()).isEmpty();
  }

  @Test
  void theClaimOfAnEarlierRunStallsANewOneOfItsName() {
    RLHFRun earlier = actors.user().apply(User.QUICK);
    actors.diesAfterOneWrite();
    actors.user().delete(earlier);
    actors.user().apply(User.QUICK);

    actors.settle();

    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("ClaimOfEarlierRun");
    assertThat(actors.verdict().message())
        .contains("another name", "checkpoints.claimName", "delete pvc quick-checkpoints");
    assertThat(actors.cluster().jobs()).isEmpty();
  }

  @Test
  void aClaimThatTheManifestNamesIsWaitedForAndNeverMade() {
    String manifest =
        User.QUICK.replace("  stages:", "  checkpoints: {claimName: mine, path: runs}\n  stages:");
    actors.user().apply(manifest);

    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("ClaimMissing");
    actors.user().createClaim("mine");
    actors.settle();

    assertThat(actors.status().claimName()).isEqualTo("mine");
    assertThat(actors.status().folder()).startsWith("runs/quick-");
    assertThat(actors.job(1).getSpec().getTemplate().getSpec().getVolumes().get(0))
        .satisfies(
            volume ->
                assertThat(volume.getPersistentVolumeClaim().getClaimName()).isEqualTo("mine"));
  }

  @Test
  void aClaimThatWasDeletedIsNotMadeAgain() {
    actors.user().apply(User.QUICK);
    actors.nodes().exit(actors.runs(1), 1, "boom");
    PersistentVolumeClaim claim =
        actors
            .cluster()
            .admin()
            .persistentVolumeClaims()
            .inNamespace(actors.cluster().namespace())
            .withName("quick-checkpoints")
            .edit(
                c ->
                    new PersistentVolumeClaimBuilder(c)
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
    actors.user().delete(claim);

    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("ClaimLost");
    assertThat(actors.cluster().jobs()).hasSize(1);
  }

  @Test
  void aManifestThatTheApiServerRefusesToTurnIntoAJobSaysSo() {
    actors
        .user()
        .apply(
            User.QUICK.replace(
                "  stages:", "  template: {nodeSelector: {\"not a label!\": a}}\n  stages:"));

    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("Rejected");
    assertThat(actors.verdict().message()).contains("not a label!");
  }

  private static Job foreignJob(String name) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
