package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user has a run hold still, and go on; it may not fail even once. */
@Order(5)
@ExtendWith(OnKind.class)
class SuspendedIT {
  private static final String RUN = "suspended";

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

    // And it goes on when it may, at no cost
    user.suspends(RUN, false);
    RLHFRun run = user.waitsForTheEnd(RUN);
    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(ClusterUser.stage(run, "sft").intent().attempt()).isEqualTo(2);
    assertThat(ClusterUser.stage(run, "sft").errors()).isZero();
    assertThat(ClusterUser.stage(run, "sft").disruptions()).isZero();
    assertThat(user.lastResult(RUN).resumedFrom()).isPositive();
  }
}
