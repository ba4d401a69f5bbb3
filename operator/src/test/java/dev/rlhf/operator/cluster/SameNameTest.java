package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A manifest that is deleted and applied again, and two runs on one claim. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class SameNameTest {
  private static final String ON_A_CLAIM =
      User.QUICK.replace("  stages:", "  checkpoints: {claimName: mine}\n  stages:");

  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster);
    actors
        .user()
        .create(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("mine")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build());
  }

  @Test
  void aManifestThatIsAppliedAgainWaitsForWhatTheEarlierRunLeavesAndBeginsAnew() {
    RLHFRun earlier = actors.user().apply(ON_A_CLAIM);
    Job job = actors.runs(1);
    String folder = actors.status().folder();
    actors.user().delete(earlier);
    RLHFRun again = actors.user().apply(ON_A_CLAIM);
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("NameInUse");
    assertThat(actors.cluster().jobs()).hasSize(1);

    actors.user().delete(actors.cluster().podsOf(job).get(0));
    actors.user().delete(job);
    actors.user().delete(actors.cluster().configMap("quick", Stage.SFT));
    actors.settle();

    assertThat(actors.status().folder()).isNotEqualTo(folder);
    assertThat(actors.job(1).getMetadata().getOwnerReferences().get(0).getUid())
        .isEqualTo(again.getMetadata().getUid());
    assertThat(actors.stage().intent().attempt()).isEqualTo(1);
  }

  @Test
  void twoRunsOnOneClaimHaveFoldersOfTheirOwnAndEndEachByItself() {
    actors.user().apply(ON_A_CLAIM);
    actors.user().apply(ON_A_CLAIM.replace("name: quick", "name: other"));
    Job mine = actors.runs(1);
    actors.operator().settle("other");
    Job theirs = actors.cluster().job("other-sft-1");
    actors.nodes().exit(mine, 0, Results.done(1, 10));
    actors.settle();
    actors.user().delete(actors.cluster().run("quick"));

    actors.nodes().start(theirs);
    actors.nodes().exit(theirs, 0, Results.done(1, 10));
    actors.operator().settle("other");

    assertThat(actors.cluster().run("other").getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.cluster().run("other").getStatus().folder()).startsWith("other-");
    assertThat(
            actors
                .cluster()
                .admin()
                .persistentVolumeClaims()
                .inNamespace(actors.cluster().namespace())
                .withName("mine")
                .get()
                .isMarkedForDeletion())
        .isFalse();
  }
}
