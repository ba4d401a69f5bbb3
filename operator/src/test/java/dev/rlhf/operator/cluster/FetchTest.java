package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.FetchResult;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.RunPhase;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run starts from and lies at a service is fetched before any stage begins. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class FetchTest {
  private static final String MODEL = "hf://org/llama@main";
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String REMOTE =
      User.QUICK
          .replace("demo://model?seed=1", MODEL)
          .replace(
              "  stages:",
              "  sources: {huggingFace: {tokenSecret: {name: hub, key: token}}}\n  stages:");

  private static Actors begin(Cluster cluster) {
    var actors = Actors.of(cluster, REMOTE);
    actors.settle();
    return actors;
  }

  private static Job fetcher(Cluster cluster) {
    return cluster.job("quick-fetch");
  }

  private static String says(ExitCode outcome, String message) {
    return Results.text(
        new FetchResult(
            outcome,
            message,
            outcome == ExitCode.DONE
                ? List.of(
                    new FetchedSource(MODEL, COMMIT, "sources/org-llama-1/files", "1".repeat(64)))
                : List.of()));
  }

  private static void ends(Actors actors, ExitCode outcome, String message) {
    Job job = fetcher(actors.cluster());
    actors.nodes().start(job);
    actors.nodes().exit(job, outcome.code(), says(outcome, message));
    actors.settle();
  }

  private static boolean holdsSecrets(PodSpec pod) {
    return pod.getContainers().get(0).getEnv().stream()
        .anyMatch(e -> e.getValueFrom() != null && e.getValueFrom().getSecretKeyRef() != null);
  }

  @Test
  void noStageBeginsBeforeAndNoOtherPodSeesTheSecret(Cluster cluster) {
    var actors = begin(cluster);
    assertThat(actors.status().waiting()).isEqualTo("FetchingSources");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.PENDING);
    assertThat(cluster.jobs()).hasSize(1);
    PodSpec pod = fetcher(cluster).getSpec().getTemplate().getSpec();
    assertThat(pod.getContainers().get(0).getArgs()).startsWith("fetch", "--config");
    assertThat(pod.getContainers().get(0).getResources().getLimits()).isNullOrEmpty();
    assertThat(holdsSecrets(pod)).isTrue();

    ends(actors, ExitCode.DONE, "all is there");
    assertThat(actors.status().sources())
        .extracting(FetchedSource::revision)
        .containsExactly(COMMIT);
    Job sft = actors.job(1);
    assertThat(holdsSecrets(sft.getSpec().getTemplate().getSpec())).isFalse();
    assertThat(
            cluster.admin().configMaps().inNamespace(cluster.namespace()).list().getItems().stream()
                .map(map -> map.getData().get("stage.yaml"))
                .filter(Objects::nonNull))
        .singleElement(as(STRING))
        .contains("/checkpoints/sources/org-llama-1/files", COMMIT);

    actors.user().delete(fetcher(cluster));
    actors.settle();
    assertThat(fetcher(cluster)).isNull();
  }

  @Test
  void aRefusedSourceStallsTheRunUntilItIsMended(Cluster cluster) {
    var actors = begin(cluster);
    ends(actors, ExitCode.INVALID, "spec.model.uri: hf://org/llama@main cannot be fetched");
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("SourceRefused");
    assertThat(actors.verdict().message()).contains("spec.model.uri: ", "delete Job quick-fetch");
    assertThat(actors.job(1)).isNull();

    cluster.podsOf(fetcher(cluster)).forEach(actors.user()::delete);
    actors.user().delete(fetcher(cluster));
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("FetchingSources");
    ends(actors, ExitCode.DONE, "all is there");
    assertThat(actors.job(1)).isNotNull();
  }

  @Test
  void anotherSecretBringsAnotherJobOnceTheFirstOnesPodIsGone(Cluster cluster) {
    var actors = begin(cluster);
    Job first = fetcher(cluster);
    actors.nodes().start(first);
    actors.nodes().run(first);
    actors.user().edit("quick", REMOTE.replace("name: hub", "name: other"));
    actors.settle();
    assertThat(fetcher(cluster).isMarkedForDeletion()).isTrue();
    assertThat(actors.status().waiting()).isEqualTo("NameInUse");

    actors.nodes().collect(first);
    actors.settle();
    assertThat(fetcher(cluster).getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
    assertThat(actors.status().waiting()).isEqualTo("FetchingSources");
  }

  @Test
  void aServiceThatIsDownIsToldAtOnceAndStallsTheRunWhenItStaysSo(Cluster cluster) {
    var actors = begin(cluster);
    Job job = fetcher(cluster);
    actors.nodes().start(job);
    actors
        .nodes()
        .keepWaiting(
            job,
            new PodStatusBuilder()
                .withPhase("Failed")
                .withContainerStatuses(
                    new ContainerStatusBuilder()
                        .withName("trainer")
                        .withImage("trainer")
                        .withImageID("sha256:0")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withMessage(says(ExitCode.ERROR, "it answered 503"))
                        .endTerminated()
                        .endState()
                        .build())
                .build());
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    assertThat(actors.verdict().reason()).isEqualTo("SourceUnreachable");
    assertThat(actors.verdict().message()).contains("it answered 503");
    actors.clock().advance(Duration.ofHours(1));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
  }

  @Test
  void aRunThatIsHeldStillFetchesNothing(Cluster cluster) {
    var actors = begin(cluster);
    Job job = fetcher(cluster);
    actors.nodes().start(job);
    actors.nodes().run(job);
    actors.user().suspend(true);
    actors.settle();
    assertThat(fetcher(cluster).isMarkedForDeletion()).isTrue();
    assertThat(actors.status().waiting()).isEqualTo("Suspending");
    actors.nodes().collect(job);
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.SUSPENDED);
    actors.user().suspend(false);
    actors.settle();
    assertThat(fetcher(cluster)).isNotNull();
  }

  @Test
  void aResultThatNobodyHeardIsAskedForAgain(Cluster cluster) {
    var actors = begin(cluster);
    Job job = fetcher(cluster);
    actors.nodes().start(job);
    actors.nodes().exit(job, 0, says(ExitCode.DONE, "all is there"));
    cluster.podsOf(job).forEach(actors.user()::delete);
    actors.settle();
    actors.nodes().collect(job);
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("FetchingSources");
    ends(actors, ExitCode.DONE, "all is there");
    assertThat(actors.job(1)).isNotNull();
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesFetchOnce(Cluster cluster) {
    var actors = Actors.of(cluster);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    actors.user().apply(REMOTE);
    operators.settle();
    Job job = fetcher(cluster);
    actors.nodes().start(job);
    actors.nodes().exit(job, 0, says(ExitCode.DONE, "all is there"));
    operators.settle();
    assertThat(fetcher(cluster).getMetadata().getUid()).isEqualTo(job.getMetadata().getUid());
    assertThat(actors.job(1)).isNotNull();
    assertThat(cluster.jobs()).hasSize(2);
  }
}
