package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps an object from coming to be is said at once, though the object does not say it. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class TroubleTest {
  private Actors actors;
  private int told;

  @BeforeEach
  void begin(Cluster cluster) {
    actors = Actors.of(cluster, User.QUICK);
  }

  private void tell(HasMetadata about, String type, String reason, String message) {
    var meta = about.getMetadata();
    String time = actors.clock().instant().plusSeconds(++told).toString();
    actors
        .user()
        .create(
            new EventBuilder()
                .withNewMetadata()
                .withName("event-" + told)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind(about.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .build());
    actors.settle();
  }

  private PersistentVolumeClaim claim() {
    return actors
        .cluster()
        .admin()
        .persistentVolumeClaims()
        .inNamespace(actors.cluster().namespace())
        .withName("quick-checkpoints")
        .get();
  }

  /** The claim is there, and no stage has begun: the operator was killed in between. */
  private PersistentVolumeClaim claimOnly() {
    while (claim() == null) {
      actors.diesAfterOneWrite();
    }
    return claim();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exceeded quota: a, requested: cpu=9, used: cpu=0, limited: cpu=4|QuotaTooSmall|Stalled",
        "exceeded quota: a, requested: cpu=3, used: cpu=2, limited: cpu=4|QuotaExceeded|Waiting",
        "violates PodSecurity \"restricted:latest\"|PodForbidden|Stalled",
        "serviceaccount \"trainer\" not found|PodRefused|Waiting"
      })
  void whyAJobHasNoPod(String message, String reason, String standing) {
    actors.settle();
    Job job = actors.job(1);

    tell(job, "Warning", "FailedCreate", "Error creating: pods \"x\" is forbidden: " + message);
    assertThat(actors.verdict().reason()).isEqualTo(reason);
    assertThat(actors.verdict().type()).isEqualTo(standing);
    assertThat(actors.verdict().message()).contains(message);
    assertThat(actors.status().waiting()).isEqualTo(reason);

    actors.nodes().start(job);
    actors.nodes().run(job);
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Running");
  }

  @Test
  void whatIsToBeFetchedNeedsAPodToo() {
    actors.user().delete(actors.cluster().run("quick"));
    actors.user().apply(User.QUICK.replace("demo://model?seed=1", "hf://org/llama@main"));
    actors.settle();
    Job job = actors.cluster().job("quick-fetch");
    tell(
        job,
        "Warning",
        "FailedCreate",
        "pods \"x\" is forbidden: exceeded quota: a, requested: cpu=9, used: cpu=0, limited: cpu=4");

    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("QuotaTooSmall");
    assertThat(actors.status().waiting()).isEqualTo("QuotaTooSmall");
    tell(job, "Normal", "SuccessfulCreate", "Created pod: x");
    assertThat(actors.status().waiting()).isEqualTo("FetchingSources");
  }

  @Test
  void whatReadsAResultNeedsANodeToo() {
    Job job = actors.runs(1);
    Pod pod = actors.cluster().podsOf(job).get(0);
    actors.nodes().report(job, pod, actors.nodes().end(pod, 0, ""), 0);
    actors.user().delete(pod);
    actors.settle();
    Job reader = actors.cluster().job("quick-sft-1-result");
    assertThat(actors.status().waiting()).isEqualTo("ReadingResult");

    tell(reader, "Warning", "FailedCreate", "serviceaccount \"trainer\" not found");
    assertThat(actors.status().waiting()).isEqualTo("PodRefused");
    actors.nodes().start(reader);
    actors.nodes().findNoPlace(reader, "0/3 nodes are available: 3 Insufficient cpu.");
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("Unschedulable");
    actors.clock().advance(Duration.ofMinutes(15));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().message()).contains("Insufficient cpu", "add a node that fits");
  }

  @Test
  void aRefusalThatMayHealStallsWhenItLasts() {
    actors.settle();
    tell(actors.job(1), "Warning", "FailedCreate", "serviceaccount \"trainer\" not found");
    actors.clock().advance(Duration.ofMinutes(15));
    actors.settle();

    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().message()).endsWith("bring what the message names");
  }

  @Test
  void aVolumeThatCannotBeMountedIsNotMerelyBeingStarted() {
    actors.settle();
    Job job = actors.job(1);
    Pod pod = actors.nodes().start(job);
    actors.nodes().place(pod, "node-1");
    actors.nodes().keepWaiting(job, new PodStatusBuilder().withPhase("Pending").build());
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("ContainerCreating");

    tell(pod, "Warning", "FailedAttachVolume", "Multi-Attach error for volume \"pvc-1\"");
    assertThat(actors.status().waiting()).isEqualTo("VolumeMountFailed");
    assertThat(actors.verdict().message()).contains("Multi-Attach");
    tell(pod, "Normal", "SuccessfulAttachVolume", "AttachVolume.Attach succeeded");
    assertThat(actors.status().waiting()).as("it heals by itself").isEqualTo("ContainerCreating");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Warning|ProvisioningFailed|storageclass.storage.k8s.io \"fast\" not found|StorageClassMissing",
        "Normal|FailedBinding|no persistent volumes available for this claim and no storage class is set|StorageClassMissing",
        "Warning|ProvisioningFailed|failed to provision volume: access mode ReadWriteMany is not supported|AccessModeUnsupported"
      })
  void aClaimThatWillNeverHaveAVolumeStallsTheRunBeforeAnyJobIsMade(
      String type, String event, String message, String reason) {
    PersistentVolumeClaim claim = claimOnly();

    tell(claim, type, event, message);
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo(reason);
    assertThat(actors.cluster().jobs()).isEmpty();

    tell(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created");
    assertThat(actors.job(1)).as("it heals by itself").isNotNull();
  }

  @Test
  void whyAClaimIsUnboundIsSaidInPlaceOfTheSchedulersWords() {
    actors.settle();
    Job job = actors.job(1);
    actors.nodes().start(job);
    actors.nodes().findNoPlace(job, "pod has unbound immediate PersistentVolumeClaims.");
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("ClaimUnbound");

    tell(claim(), "Normal", "ExternalProvisioning", "Waiting for a volume to be created either by");
    assertThat(actors.status().waiting()).isEqualTo("ClaimUnbound");
    assertThat(actors.verdict().message())
        .startsWith("claim quick-checkpoints: Waiting for a volume");
    tell(claim(), "Warning", "ProvisioningFailed", "rpc error: pool is full");
    assertThat(actors.status().waiting()).isEqualTo("ProvisioningFailed");
    assertThat(actors.verdict().message()).contains("pool is full");
  }
}
