package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.StagePhase;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stage asks for a GPU before the cluster has one. */
@Order(2)
@ExtendWith(OnKind.class)
class GpuIT {
  private static final String RUN = "needs-gpu";

  @Test
  void aStageWaitsForItsGpuAndThenRunsOnIt(PlatformTeam team, ClusterUser user) {
    // Given a run that says why it waits
    user.applies(Resource.manifest(RUN));
    var waiting =
        user.waitsUntil(RUN, "waits", run -> "Unschedulable".equals(run.getStatus().waiting()));
    assertThat(waiting.getStatus().conditions())
        .anySatisfy(c -> assertThat(c.message()).contains("nvidia.com/gpu"));

    // When a node with GPUs joins
    team.addsGpus(4);

    // Then the stage runs there
    user.waitsUntil(
        RUN, "runs", run -> ClusterUser.stage(run, "sft").phase() == StagePhase.RUNNING);
    assertThat(user.pods(RUN))
        .singleElement()
        .satisfies(pod -> assertThat(pod.getSpec().getNodeName()).isNotEmpty());
    user.deletes(RUN);
  }
}
