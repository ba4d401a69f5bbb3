package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RunPhase;
import dev.rlhf.plan.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was decided on is not what is there any more: it is decided anew. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class ConflictTest {
  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK);
  }

  @Test
  void noAttemptBeginsOfARunThatTheUserHasSuspendedMeanwhile() {
    Snapshot before = Snapshot.of(actors.cluster(), "quick");
    actors.user().suspend(true);

    actors.operator().reconcile("quick", before);
    actors.settle();

    assertThat(actors.cluster().jobs()).isEmpty();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
  }

  @Test
  void theSettingsOfAnEditAreTakenAndNotThoseThatWereSeenBeforeIt() {
    Snapshot before = Snapshot.of(actors.cluster(), "quick");
    actors.user().edit("{\"spec\": {\"stages\": {\"sft\": {\"epochs\": 3}}}}");

    actors.operator().reconcile("quick", before);
    actors.settle();

    assertThat(actors.cluster().configMap("quick", Stage.SFT).getMetadata().getName())
        .endsWith(actors.stage().intent().revision());
    assertThat(actors.cluster().jobs()).hasSize(1);
  }

  @Test
  void nothingIsMadeForARunThatIsGone() {
    Snapshot before = actors.untilIntended();
    actors.user().delete(before.run().orElseThrow());

    actors.operator().reconcile("quick", before);

    assertThat(actors.cluster().jobs()).isEmpty();
  }
}
