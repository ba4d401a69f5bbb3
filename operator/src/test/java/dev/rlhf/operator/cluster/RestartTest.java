package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run goes back to a stage: the way on after a failure, and from a damaged checkpoint. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class RestartTest {
  private static final int STEPS = 12;

  private static Actors begin(Cluster cluster, String manifest) {
    var actors = Actors.of(cluster, manifest);
    return actors;
  }

  private static void ends(Actors actors, Stage stage, int attempt) {
    actors.nodes().exit(actors.runs(stage, attempt), 0, Results.done(stage, attempt, STEPS));
    actors.settle();
  }

  private static void restart(Actors actors, String from, String nonce) {
    actors.user().restart(from, nonce);
    actors.settle();
  }

  private static Optional<String> firstAttempt(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
        .filter(variable -> variable.getName().equals("RLHF_FIRST_ATTEMPT"))
        .map(EnvVar::getValue)
        .findFirst();
  }

  @Test
  void aFailedRunGoesOnFromTheStageThatFailed(Cluster cluster) {
    var actors = begin(cluster, User.CHAIN);
    ends(actors, Stage.SFT, 1);
    StageStatus sft = actors.stage();
    actors.nodes().exit(actors.runs(Stage.RM, 1), 64, "row 3 is wrong");
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);

    restart(actors, "rewardModel", "a");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(actors.status().restart().nonce()).isEqualTo("a");
    assertThat(actors.stage(Stage.RM).intent().attempt()).isEqualTo(2);
    assertThat(actors.stage(Stage.RM).reason()).isNull();
    assertThat(firstAttempt(cluster.job("quick-rm-2")))
        .as("it was not done: it goes on from its newest checkpoint")
        .isEmpty();
    assertThat(actors.stage()).isEqualTo(sft);

    actors.nodes().exit(actors.runs(Stage.RM, 2), 64, "row 4 is wrong");
    actors.settle();
    restart(actors, "rewardModel", "a");
    assertThat(actors.status().phase()).as("the same nonce").isEqualTo(RunPhase.FAILED);
  }

  @Test
  void whatDescendsFromTheStageStartsFromItsNewCheckpoint(Cluster cluster) {
    var actors = begin(cluster, User.CHAIN);
    for (Stage stage : Stage.values()) {
      ends(actors, stage, 1);
    }
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);

    restart(actors, "sft", "a");
    assertThat(actors.status().stages()).extracting(StageStatus::checkpoint).containsOnlyNulls();
    for (Stage stage : Stage.values()) {
      ends(actors, stage, 2);
      assertThat(firstAttempt(cluster.job("quick-%s-2".formatted(stage.id()))))
          .as("it was done: it begins at its first step")
          .contains("2");
    }
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.stage(Stage.RM).intent().parents())
        .containsEntry("sft", Results.checkpoint(Stage.SFT, 2, STEPS).digest());
    assertThat(
            cluster
                .configMap(
                    Names.configMap(
                        "quick", Stage.RM, 1, actors.stage(Stage.RM).intent().revision()))
                .getData()
                .get("stage.yaml"))
        .contains(Results.checkpoint(Stage.SFT, 2, STEPS).digest());
  }

  @Test
  void aRewardModelThatDoesNotDescendFromSftKeepsWhatItHas(Cluster cluster) {
    var actors = begin(cluster, User.SIDE_BY_SIDE);
    ends(actors, Stage.RM, 1);
    StageStatus rm = actors.stage(Stage.RM);
    ends(actors, Stage.SFT, 1);
    Job ppo = actors.runs(Stage.PPO, 1);
    restart(actors, "sft", "a");
    assertThat(cluster.job("quick-sft-2")).isNull();
    actors.nodes().collect(ppo);
    actors.settle();
    assertThat(actors.stage(Stage.RM)).isEqualTo(rm);
    assertThat(actors.stage(Stage.SFT).intent().attempt()).isEqualTo(2);
  }

  @Test
  void whatRunsEndsFirstAndPaysNothing(Cluster cluster) {
    var actors = begin(cluster, User.QUICK);
    Job job = actors.runs(1);
    restart(actors, "sft", "a");
    assertThat(actors.status().waiting()).isEqualTo("Restarting");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.STOPPED);
    assertThat(actors.job(2)).isNull();
    actors.nodes().collect(job);
    actors.settle();
    assertThat(actors.job(2)).isNotNull();
    assertThat(actors.stage().disruptions()).isZero();
  }

  @Test
  void itIsTheWayOutOfADamagedCheckpoint(Cluster cluster) {
    var actors =
        begin(
            cluster,
            User.CHAIN.replace(
                "rewardModel: {}", "rewardModel: {resources: {limits: {nvidia.com/gpu: 1}}}"));
    ends(actors, Stage.SFT, 1);
    Job verifier = cluster.job("quick-rm-1-verify");
    actors.nodes().start(verifier);
    actors.nodes().exit(verifier, 65, Results.parents(Stage.RM, ExitCode.DAMAGED, "damaged"));
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("CheckpointDamaged");

    restart(actors, "sft", "a");
    ends(actors, Stage.SFT, 2);
    assertThat(actors.status().waiting()).isEqualTo("VerifyingParents");
    assertThat(cluster.job("quick-rm-1-verify").getMetadata().getUid())
        .isNotEqualTo(verifier.getMetadata().getUid());
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesGoBackOnce(Cluster cluster) {
    var actors = begin(cluster, User.QUICK);
    Job job = actors.runs(1);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    actors.user().restart("sft", "a");
    operators.settle();
    actors.nodes().collect(job);
    operators.settle();
    assertThat(IntStream.of(1, 2, 3).mapToObj(actors::job).filter(j -> j != null)).hasSize(1);
    assertThat(actors.stage().restarted()).isEqualTo(1);
    ends(actors, Stage.SFT, 2);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
  }
}
