package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.StageResult;
import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod is taken away in the middle of its work, as a drained node does. */
@Order(4)
@ExtendWith(OnKind.class)
class InterruptedIT {
  private static final String RUN = "interrupted";

  @Test
  void theNextAttemptGoesOnFromTheCheckpoint(ClusterUser user) throws IOException {
    // Given a stage that has made steps, and no checkpoint yet
    user.applies(Resource.manifest(RUN));
    user.waitsUntil(RUN, "makes steps", InterruptedIT::hasMadeSteps);

    // When its pod is deleted
    user.pods(RUN).forEach(user::deletes);

    // Then a second attempt ends what the first began
    RLHFRun run = user.waitsForTheEnd(RUN);
    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(ClusterUser.stage(run, "sft").intent().attempt()).isEqualTo(2);
    assertThat(lastResult(user).resumedFrom()).isPositive();
  }

  private static boolean hasMadeSteps(RLHFRun run) {
    var progress = ClusterUser.stage(run, "sft").progress();
    return progress != null && progress.step() != null && progress.step() > 0;
  }

  private static StageResult lastResult(ClusterUser user) throws IOException {
    var pod = user.pods(RUN).get(user.pods(RUN).size() - 1);
    var state = pod.getStatus().getContainerStatuses().get(0).getState();
    String message = state.getTerminated().getMessage();
    return Documents.read(message.getBytes(StandardCharsets.UTF_8), StageResult.class);
  }
}
