package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodVerdictTest {
  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, IMAGE_PULL",
    "ImagePullBackOff, IMAGE_PULL",
    "InvalidImageName, INVALID_IMAGE_NAME",
    "CreateContainerConfigError, CONTAINER_CONFIG",
    "ContainerCreating, CONTAINER_CREATING",
    ", CONTAINER_CREATING"
  })
  void whatAContainerWaitsFor(String kubelet, Reason reason) {
    assertThat(PodVerdict.of(waiting(kubelet)).reason()).isEqualTo(reason);
  }

  @Test
  void onlyWhatWaitingCannotHealStalls() {
    assertThat(PodVerdict.of(waiting("InvalidImageName")).reason().standing())
        .isEqualTo(Standing.STALLED);
    assertThat(PodVerdict.of(waiting("ImagePullBackOff")).reason().standing())
        .isEqualTo(Standing.WAITING);
  }

  @Test
  void aGateIsToldFromALackOfRoom() {
    assertThat(PodVerdict.of(unscheduled("SchedulingGated")).reason())
        .isEqualTo(Reason.SCHEDULING_GATED);
    assertThat(PodVerdict.of(unscheduled("Unschedulable")).reason())
        .isEqualTo(Reason.UNSCHEDULABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "'0/2 nodes are available: 2 node(s) had volume node affinity conflict.', VOLUME_ZONE_CONFLICT",
    "'0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.', CLAIM_UNBOUND",
    "'persistentvolumeclaim \"data\" not found', SOURCE_MISSING",
    "'0/2 nodes are available: 2 Insufficient nvidia.com/gpu.', UNSCHEDULABLE"
  })
  void whatKeepsAPodFromANodeIsInTheSchedulersWords(String words, Reason reason) {
    Pod pod = unscheduled("Unschedulable");
    pod.getStatus().getConditions().get(0).setMessage(words);

    assertThat(PodVerdict.of(pod)).isEqualTo(new Verdict(reason, words));
  }

  @Test
  void aSidecarThatCannotStartIsSeen() {
    Pod pod = waiting("ImagePullBackOff");
    pod.getStatus().setInitContainerStatuses(pod.getStatus().getContainerStatuses());
    pod.getStatus().setContainerStatuses(null);

    assertThat(PodVerdict.of(pod).reason()).isEqualTo(Reason.IMAGE_PULL);
  }

  @Test
  void aPodWithoutAStatusIsBeingStarted() {
    assertThat(PodVerdict.of(pod().build()).reason()).isEqualTo(Reason.CONTAINER_CREATING);
  }

  private static Pod waiting(String reason) {
    return pod()
        .withNewStatus()
        .withPhase("Pending")
        .addNewContainerStatus()
        .withNewState()
        .withNewWaiting("why", reason)
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod unscheduled(String reason) {
    return pod()
        .withNewStatus()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason(reason)
        .endCondition()
        .endStatus()
        .build();
  }

  private static PodBuilder pod() {
    return new PodBuilder().withNewMetadata().withName("p").endMetadata();
  }
}
