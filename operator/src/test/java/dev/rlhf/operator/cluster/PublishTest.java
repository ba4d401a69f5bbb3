package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PublishResult;
import dev.rlhf.manifest.PublishedModel;
import dev.rlhf.manifest.RunPhase;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The final model is published after the last stage, and the run is complete only then. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class PublishTest {
  private static final String RUN =
      User.QUICK.replace("  stages:", "  output: {uri: \"pvc://models/chat\"}\n  stages:");

  private static final String STORED =
      RUN.replace("pvc://models/chat", "s3://models/chat")
          .replace(
              "  stages:",
              "  sources:\n"
                  + "    huggingFace: {tokenSecret: {name: hub, key: token}}\n"
                  + "    s3:\n"
                  + "      accessKeyIdSecret: {name: s3, key: id}\n"
                  + "      secretAccessKeySecret: {name: s3, key: secret}\n"
                  + "  stages:");

  private static Actors trained(Cluster cluster) {
    var actors = Actors.of(cluster);
    actors.user().createClaim("models");
    actors.user().apply(RUN);
    actors.nodes().exit(actors.runs(1), 0, Results.done(1, 12));
    actors.settle();
    return actors;
  }

  private static Job publisher(Cluster cluster) {
    return cluster.job("quick-publish");
  }

  private static void ends(Actors actors, ExitCode outcome, String message) {
    Job job = publisher(actors.cluster());
    actors.nodes().start(job);
    ends(actors, outcome, message, job);
  }

  private static void ends(Actors actors, ExitCode outcome, String message, Job job) {
    actors.nodes().exit(job, outcome.code(), Documents.jsonLine(said(outcome, message)));
    actors.settle();
  }

  private static PublishResult said(ExitCode outcome, String message) {
    return new PublishResult(outcome, message, Results.checkpoint(1, 12).digest());
  }

  @Test
  void theRunIsCompleteOnceItsModelIsInItsPlace(Cluster cluster) {
    var actors = trained(cluster);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(actors.status().waiting()).isEqualTo("Publishing");
    var pod = publisher(cluster).getSpec().getTemplate().getSpec();
    assertThat(pod.getContainers().get(0).getArgs()).startsWith("publish", "--config");
    assertThat(pod.getContainers().get(0).getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("checkpoints"))
        .allMatch(mount -> mount.getReadOnly());
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("output"))
        .allMatch(volume -> volume.getPersistentVolumeClaim().getClaimName().equals("models"));

    ends(actors, ExitCode.DONE, "all is well");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.status().output())
        .isEqualTo(new PublishedModel("pvc://models/chat", Results.checkpoint(1, 12).digest()));
    assertThat(actors.status().waiting()).isNull();
  }

  @Test
  void aPlaceThatIsTakenStallsTheRunUntilAnotherIsNamed(Cluster cluster) {
    var actors = trained(cluster);
    Job first = publisher(cluster);
    ends(actors, ExitCode.INVALID, "pvc://models/chat holds something else");
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("OutputRefused");
    assertThat(actors.verdict().message()).contains("holds something else", "spec.output.uri");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);

    actors.user().edit("quick", RUN.replace("models/chat", "models/chat-2"));
    actors.settle();
    actors.nodes().collect(first);
    actors.settle();
    ends(actors, ExitCode.DONE, "all is well");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.status().output().uri()).isEqualTo("pvc://models/chat-2");
  }

  @Test
  void aStoreIsReachedByThePublisherAlone(Cluster cluster) {
    var actors = Actors.of(cluster, STORED);
    Job sft = actors.runs(1);
    assertThat(sft.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv())
        .noneMatch(variable -> variable.getName().startsWith("AWS_"));
    actors.nodes().exit(sft, 0, Results.done(1, 12));
    actors.settle();

    var pod = publisher(cluster).getSpec().getTemplate().getSpec();
    assertThat(pod.getContainers().get(0).getEnv())
        .extracting(EnvVar::getName)
        .contains("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        .doesNotContain("HF_TOKEN");
    assertThat(pod.getVolumes())
        .extracting(Volume::getName)
        .containsExactly("checkpoints", "config", "tmp");

    ends(actors, ExitCode.DONE, "all is well");
    assertThat(actors.status().output().uri()).isEqualTo("s3://models/chat");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
  }

  @Test
  void aPathOfTheUsersMachineEndsTheRunBeforeItBegins(Cluster cluster) {
    var actors = Actors.of(cluster, RUN.replace("pvc://models/chat", "file://chat"));
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("InvalidSource");
    assertThat(actors.verdict().message())
        .contains("write output.uri as pvc://claim/path or s3://bucket/path");
    assertThat(cluster.jobs()).isEmpty();
  }

  @Test
  void aPodThatFindsNoNodeIsToldAndStallsTheRunWhenItLasts(Cluster cluster) {
    var actors = trained(cluster);
    Job job = publisher(cluster);
    actors.nodes().start(job);
    actors.nodes().findNoPlace(job, "0/3 nodes are available: 3 Insufficient memory.");
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.status().waiting()).isEqualTo("Unschedulable");

    actors.clock().advance(Duration.ofMinutes(15));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().message()).contains("Insufficient memory", "add a node that fits");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);

    ends(actors, ExitCode.DONE, "all is well", job);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
  }

  @Test
  void aStoreThatStaysDownStallsTheRun(Cluster cluster) {
    var actors = trained(cluster);
    Job job = publisher(cluster);
    Pod pod = actors.nodes().start(job);
    actors.nodes().end(pod, 1, Documents.jsonLine(said(ExitCode.ERROR, "it answered 503")));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().reason()).isEqualTo("OutputUnreachable");

    actors.clock().advance(Duration.ofMinutes(15));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().message()).contains("it answered 503", "try again");
  }

  @Test
  void aClaimThatIsMissingIsNamedBeforeAnythingBegins(Cluster cluster) {
    var actors =
        Actors.of(cluster, RUN.replace("demo://demonstrations?seed=1", "pvc://data/sft.jsonl"));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().reason()).isEqualTo("SourceMissing");
    assertThat(actors.verdict().message())
        .isEqualTo(
            "spec.data.demonstrations.uri: there is no claim data; spec.output.uri: there is no claim models");
    assertThat(cluster.jobs()).isEmpty();

    actors.user().createClaim("data");
    actors.settle();
    assertThat(actors.verdict().message()).isEqualTo("spec.output.uri: there is no claim models");
    actors.user().createClaim("models");
    actors.settle();
    assertThat(actors.job(1)).isNotNull();
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesPublishOnce(Cluster cluster) {
    var actors = trained(cluster);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    operators.settle();
    Job job = publisher(cluster);
    actors.nodes().start(job);
    actors
        .nodes()
        .exit(
            job,
            0,
            Documents.jsonLine(
                new PublishResult(ExitCode.DONE, "", Results.checkpoint(1, 12).digest())));
    operators.settle();
    assertThat(publisher(cluster).getMetadata().getUid()).isEqualTo(job.getMetadata().getUid());
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(cluster.jobs()).hasSize(2);
  }
}
