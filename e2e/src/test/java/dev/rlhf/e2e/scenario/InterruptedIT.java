package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod is taken away in the middle of its work, as a drained node does. */
@Order(4)
@ExtendWith(OnKind.class)
class InterruptedIT {
  private static final String RUN = "interrupted";

  @Test
  void theNextAttemptGoesOnFromTheCheckpoint(ClusterUser user) {
    // Given a stage that has made steps, and no checkpoint yet
    user.applies(Resource.manifest(RUN));
    user.waitsUntil(RUN, "makes steps", run -> ClusterUser.hasMadeSteps(run, "sft"));

    // When its pod is deleted
    user.pods(RUN).forEach(user::deletes);

    // Then a second attempt ends what the first began
    RLHFRun run = user.waitsForTheEnd(RUN);
    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(ClusterUser.stage(run, "sft").intent().attempt()).isEqualTo(2);
    assertThat(user.lastResult(RUN).resumedFrom()).isPositive();
  }
}
