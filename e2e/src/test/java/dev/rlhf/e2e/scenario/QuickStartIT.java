package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.e2e.cluster.Settings;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A newcomer applies the quick start's manifest; each test is a step of the run's life. */
@Order(1)
@ExtendWith(OnKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickStartIT {
  private static final String RUN = "quickstart";
  private static final Duration SOON = Duration.ofMinutes(5);

  private HasMetadata rows;

  @BeforeAll
  void apply(PlatformTeam team, ClusterUser user) {
    team.prometheus();
    user.applies(Settings.REPOSITORY.resolve("examples/quickstart/run.yaml"));
    rows = user.applies(Resource.manifest("rows"));
  }

  @Test
  @Order(1)
  void prometheusSeesTheStageWhileItRuns(PlatformTeam team) {
    await("steps of the running pod in Prometheus")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        team.prometheus()
                            .values(ever("rlhf_stage_step{run=\"quickstart\",stage=\"sft\"}")))
                    .singleElement()
                    .satisfies(step -> assertThat(step).isPositive()));
  }

  @Test
  @Order(2)
  void prometheusSeesTheOperatorCountTheRun(PlatformTeam team) {
    await("the run in the operator's metrics")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(team.prometheus().values(ever("rlhf_runs{phase=\"Running\"}")))
                    .containsExactly(1.0));
  }

  @Test
  @Order(3)
  void theRunCompletesStageByStage(ClusterUser user) {
    RLHFRun run = user.waitsForTheEnd(RUN);

    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(run.getStatus().stages())
        .extracting(StageStatus::name)
        .containsExactly("sft", "rm", "ppo", "eval");
    assertThat(run.getStatus().stages())
        .allSatisfy(stage -> assertThat(stage.intent().attempt()).isEqualTo(1));
  }

  @Test
  @Order(4)
  void eachStageNamesTheCheckpointsItStartedFrom(ClusterUser user) {
    RLHFRun run = user.sees(RUN);
    String sft = digest(run, "sft");
    String rm = digest(run, "rm");

    assertThat(parents(run, "rm")).isEqualTo(Map.of("sft", sft));
    assertThat(parents(run, "ppo")).isEqualTo(Map.of("sft", sft, "rm", rm));
    assertThat(parents(run, "eval"))
        .isEqualTo(Map.of("sft", sft, "rm", rm, "ppo", digest(run, "ppo")));
  }

  @ParameterizedTest
  @Order(5)
  @ValueSource(
      strings = {
        "rlhf_ppo_kl",
        "rlhf_ppo_reward",
        "rlhf_ppo_response_length",
        "rlhf_ppo_answer_reward_count"
      })
  void prometheusHasSeenPpoWhileItRan(String metric, PlatformTeam team) {
    assertThat(team.prometheus().values(ever(metric + "{run=\"quickstart\"}"))).hasSize(1);
  }

  @Test
  @Order(6)
  void theCheckpointOnTheClaimVerifies(ClusterUser user) throws IOException {
    RLHFRun run = user.sees(RUN);
    String revision = ClusterUser.stage(run, "ppo").intent().revision();
    String config = Names.configMap(RUN, Stage.PPO, 0, revision);

    String printed =
        user.reads(
            Resource.pod("result", Map.of("CLAIM", run.getStatus().claimName(), "CONFIG", config)));

    StageResult result = Documents.read(json(printed), StageResult.class);
    assertThat(result.outcome()).isEqualTo(ExitCode.DONE);
    assertThat(result.checkpoint()).isEqualTo(checkpoint(run, "ppo"));
  }

  @Test
  @Order(7)
  void theCheckpointOpensAndScores(ClusterUser user) throws IOException {
    JsonNode row = use(user, "score", "score");

    assertThat(row.path("logprobs")).hasSize(row.path("tokens").size() - 1);
    assertThat(row.path("logprobs")).allSatisfy(p -> assertThat(p.asDouble()).isNegative());
  }

  @Test
  @Order(8)
  void theCheckpointOpensAndAnswers(ClusterUser user) throws IOException {
    JsonNode row = use(user, "generate", "generate, --max-new-tokens=32");

    assertThat(row.path("text").asText()).isNotBlank();
  }

  /** The interop checks open the copies in transformers, which the cluster does not have. */
  @ParameterizedTest
  @Order(9)
  @ValueSource(strings = {"sft", "rm", "ppo"})
  void aCheckpointIsCopiedWhole(String stage, ClusterUser user) throws IOException {
    RLHFRun run = user.sees(RUN);
    Path copy = Settings.CHECKPOINTS.resolve(stage);
    try (var reader =
        user.opens(Resource.pod("reader", Map.of("CLAIM", run.getStatus().claimName())))) {
      reader.copies(checkpoint(run, stage).path(), copy);
    }

    assertThat(Digest.of(copy.resolve(CheckpointLayout.MANIFEST))).isEqualTo(digest(run, stage));
  }

  @Test
  @Order(10)
  void deletionLeavesTheClaimAndNothingElse(ClusterUser user) {
    String claim = user.sees(RUN).getStatus().claimName();
    user.deletes(rows);

    user.deletes(RUN);

    await("everything but the claim is gone")
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(user.leftovers()).containsExactly("PersistentVolumeClaim/" + claim));
  }

  private static String digest(RLHFRun run, String stage) {
    return checkpoint(run, stage).digest();
  }

  private static Map<String, String> parents(RLHFRun run, String stage) {
    return ClusterUser.stage(run, stage).intent().parents();
  }

  /** What was scraped from the run while it lasted, though it may be short. */
  private static String ever(String series) {
    return "max_over_time(" + series + "[1h])";
  }

  private static JsonNode use(ClusterUser user, String name, String arguments) throws IOException {
    RLHFRun run = user.sees(RUN);
    var values =
        Map.of(
            "NAME",
            name,
            "ARGUMENTS",
            arguments,
            "CLAIM",
            run.getStatus().claimName(),
            "PATH",
            checkpoint(run, "ppo").path());
    return new ObjectMapper().readTree(json(user.reads(Resource.pod("model", values))));
  }

  private static CheckpointRef checkpoint(RLHFRun run, String stage) {
    return ClusterUser.stage(run, stage).checkpoint();
  }

  /** A pod's log may begin with what the process says to people. */
  private static byte[] json(String log) {
    return log.lines()
        .dropWhile(line -> !line.startsWith("{"))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
