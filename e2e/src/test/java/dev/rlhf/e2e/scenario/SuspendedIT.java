package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.VolumeReader;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A user has a run hold still, and go on; it may not fail even once. */
@Order(5)
@ExtendWith(OnKind.class)
class SuspendedIT {
  private static final String RUN = "suspended";

  @TempDir Path scratch;

  @Test
  void aRunHoldsStillAndGoesOnFromItsCheckpoint(ClusterUser user) {
    // Given a stage that has made steps, and no checkpoint yet
    user.applies(Resource.manifest(RUN));
    user.waitsUntil(RUN, "makes steps", run -> ClusterUser.hasMadeSteps(run, "sft"));

    // When it is to hold still
    user.suspends(RUN, true);

    // Then no pod of it runs
    user.waitsUntil(RUN, "is suspended", run -> run.getStatus().phase() == RunPhase.SUSPENDED);
    assertThat(user.livePods(RUN)).isEmpty();

    // And it goes on when it may, at no cost, with what was set meanwhile
    user.edits(RUN, "{\"stages\": {\"sft\": {\"learningRate\": 2e-4}}}");
    user.suspends(RUN, false);
    RLHFRun run = user.waitsForTheEnd(RUN);
    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(ClusterUser.stage(run, "sft").intent().attempt()).isEqualTo(2);
    assertThat(ClusterUser.stage(run, "sft").errors()).isZero();
    assertThat(ClusterUser.stage(run, "sft").disruptions()).isZero();
    assertThat(user.lastResult(RUN).resumedFrom()).isPositive();
    assertThat(manifest(run, user).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.attempt()).isEqualTo(2))
        .satisfies(
            change ->
                assertThat(change.fields())
                    .singleElement()
                    .asString()
                    .contains("learningRate", "is 2.0E-4"));
  }

  private CheckpointManifest manifest(RLHFRun run, ClusterUser user) {
    String pod = Resource.pod("reader", Map.of("CLAIM", run.getStatus().claimName()));
    try (VolumeReader reader = user.opens(pod)) {
      return reader.manifest(ClusterUser.stage(run, "sft").checkpoint().path(), scratch);
    }
  }
}
