package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stage asks for a GPU before the cluster has one. */
@Order(2)
@ExtendWith(OnKind.class)
class GpuIT {
  private static final String RUN = "needs-gpu";
  private static final String GPU = "nvidia.com/gpu";
  private static final String VERIFIER = Names.verifyJob(RUN, Stage.RM, 1);

  @Test
  void aStageWaitsForItsGpuAndThenRunsOnIt(PlatformTeam team, ClusterUser user) {
    // Given a run that says why it waits
    user.applies(Resource.manifest(RUN));
    var waiting =
        user.waitsUntil(RUN, "waits", run -> "Unschedulable".equals(run.getStatus().waiting()));
    assertThat(waiting.getStatus().conditions())
        .anySatisfy(c -> assertThat(c.message()).contains(GPU));

    // When a node with GPUs joins
    team.addsGpus(4);

    // Then the stage runs there
    user.waitsUntil(
        RUN, "runs", run -> ClusterUser.stage(run, "sft").phase() == StagePhase.RUNNING);
    assertThat(user.pods(RUN))
        .singleElement()
        .satisfies(pod -> assertThat(pod.getSpec().getNodeName()).isNotEmpty());

    // And the next one is given a GPU only after its parent was verified without one
    user.waitsUntil(RUN, "begins to learn rewards", GpuIT::learnsRewards);
    assertThat(user.pods(RUN))
        .filteredOn(pod -> pod.getMetadata().getName().startsWith(VERIFIER))
        .singleElement()
        .satisfies(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded"))
        .satisfies(pod -> assertThat(gpus(pod)).isEmpty());
    user.deletes(RUN);
  }

  private static boolean learnsRewards(RLHFRun run) {
    return run.getStatus().stages().stream()
        .anyMatch(stage -> stage.name().equals("rm") && stage.phase() == StagePhase.RUNNING);
  }

  private static Stream<Quantity> gpus(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(container -> container.getResources().getLimits())
        .filter(limits -> limits.containsKey(GPU))
        .map(limits -> limits.get(GPU));
  }
}
