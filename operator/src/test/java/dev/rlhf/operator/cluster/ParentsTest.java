package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stage starts from is verified before its pod asks for a GPU. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class ParentsTest {
  private static final String DAMAGED = "model.safetensors has another digest";

  /** The reward model asks for a GPU, SFT is done. */
  private static Actors begin(Cluster cluster) {
    var actors =
        Actors.of(
            cluster,
            User.CHAIN.replace(
                "rewardModel: {}", "rewardModel: {resources: {limits: {nvidia.com/gpu: 1}}}"));
    actors.nodes().exit(actors.runs(1), 0, Results.done(1, 10));
    actors.settle();
    return actors;
  }

  private static Job verifier(Actors actors, int attempt) {
    return actors.cluster().job("quick-rm-%d-verify".formatted(attempt));
  }

  private static void finds(Actors actors, Job verifier, ExitCode exit, String message) {
    actors.nodes().start(verifier);
    actors.nodes().exit(verifier, exit.code(), Results.parents(Stage.RM, exit, message));
    actors.settle();
  }

  @Test
  void aGpuIsAskedForOnceTheParentsVerify(Cluster cluster) {
    var actors = begin(cluster);
    assertThat(actors.status().waiting()).isEqualTo("VerifyingParents");
    assertThat(cluster.job("quick-rm-1")).isNull();
    assertThat(verifier(actors, 1).getSpec().getTemplate().getSpec().getContainers().get(0))
        .satisfies(
            c -> assertThat(c.getArgs()).startsWith("result").endsWith("--check"),
            c -> assertThat(c.getResources().getLimits()).isNullOrEmpty());

    finds(actors, verifier(actors, 1), ExitCode.DONE, "all is well");
    assertThat(cluster.job("quick-rm-1")).isNotNull();
    assertThat(actors.stage(Stage.RM).phase()).isEqualTo(StagePhase.STARTING);
  }

  @Test
  void aDamagedOneStallsTheRunUntilItIsMended(Cluster cluster) {
    var actors = begin(cluster);
    Job first = verifier(actors, 1);
    finds(actors, first, ExitCode.DAMAGED, DAMAGED);
    actors.clock().advance(Duration.ofHours(1));
    actors.settle();
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("CheckpointDamaged");
    assertThat(actors.verdict().message()).contains(DAMAGED, "quick-rm-1-verify");
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(cluster.job("quick-rm-1")).isNull();

    cluster.podsOf(first).forEach(actors.user()::delete);
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("CheckpointDamaged");
    actors.user().delete(first);
    actors.settle();
    finds(actors, verifier(actors, 1), ExitCode.DONE, "all is well");
    assertThat(cluster.job("quick-rm-1")).isNotNull();
  }

  @Test
  void whatCannotBeReadIsNotCalledDamaged(Cluster cluster) {
    var actors = begin(cluster);
    finds(actors, verifier(actors, 1), ExitCode.ERROR, "Input/output error");
    assertThat(actors.verdict().reason()).isEqualTo("CheckpointUnreadable");
    assertThat(actors.verdict().message()).contains("Input/output error");
  }

  @Test
  void eachAttemptVerifiesThem(Cluster cluster) {
    var actors = begin(cluster);
    finds(actors, verifier(actors, 1), ExitCode.DONE, "all is well");
    actors.nodes().exit(actors.runs(Stage.RM, 1), 1, "boom");
    actors.settle();
    actors.clock().advance(Duration.ofMinutes(1));
    actors.settle();
    assertThat(cluster.job("quick-rm-2")).isNull();
    finds(actors, verifier(actors, 2), ExitCode.DONE, "all is well");
    assertThat(cluster.job("quick-rm-2")).isNotNull();
  }

  @Test
  void operatorsThatDieAtEachOfTheirWritesVerifyOnce(Cluster cluster) {
    var actors = begin(cluster);
    var operators = new MortalOperators(cluster, actors.clock(), new History(cluster, "quick"));
    Job verifier = verifier(actors, 1);
    actors.nodes().start(verifier);
    actors.nodes().exit(verifier, 0, Results.parents(Stage.RM, ExitCode.DONE, "all is well"));
    operators.settle();
    assertThat(verifier(actors, 1).getMetadata().getUid())
        .isEqualTo(verifier.getMetadata().getUid());
    assertThat(cluster.jobs()).hasSize(3);
  }

  @Test
  void aStageWithoutAGpuThatFindsDamageByItselfWaitsInTheSameWay(Cluster cluster) {
    var actors = Actors.of(cluster, User.CHAIN);
    actors.nodes().exit(actors.runs(1), 0, Results.done(1, 10));
    actors
        .nodes()
        .exit(
            actors.runs(Stage.RM, 1),
            ExitCode.DAMAGED.code(),
            Results.parents(Stage.RM, ExitCode.DAMAGED, DAMAGED));
    actors.settle();
    assertThat(actors.stage(Stage.RM).reason()).isEqualTo("CheckpointDamaged");
    actors.clock().advance(Duration.ofSeconds(10));
    actors.settle();
    finds(actors, verifier(actors, 2), ExitCode.DAMAGED, DAMAGED);
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("CheckpointDamaged");
    assertThat(actors.stage(Stage.RM).errors()).isZero();

    actors.user().delete(verifier(actors, 2));
    actors.settle();
    finds(actors, verifier(actors, 2), ExitCode.DONE, "all is well");
    assertThat(cluster.job("quick-rm-2")).isNotNull();
  }

  @Test
  void aWrongRuleOfALaterStageFailsTheRunBeforeAnyGpuIsAskedFor(Cluster cluster) {
    var actors =
        Actors.of(
            cluster,
            User.CHAIN
                .replace("sft: {}", "sft: {resources: {limits: {nvidia.com/gpu: 1}}}")
                .replace(
                    "ppo: {steps: 12}",
                    "ppo: {steps: 12, rewards: [{name: brief, rule: \"answr == 'a=b' ? 1.0 : 0.0\"}]}"));
    actors.settle();
    Job check = cluster.job("quick-sft-1-verify");
    assertThat(check.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs())
        .endsWith("--check", "--reward-rule", "brief=answr == 'a=b' ? 1.0 : 0.0");
    actors.nodes().start(check);
    actors
        .nodes()
        .exit(check, 64, Results.parents(Stage.SFT, ExitCode.INVALID, "no such variable"));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.verdict().reason()).isEqualTo("InvalidInput");
    assertThat(actors.verdict().message()).contains("no such variable");
    assertThat(cluster.job("quick-sft-1")).isNull();
  }

  @Test
  void aVolumeThatIsTooSmallStallsTheRunUntilItIsLarger(Cluster cluster) {
    var actors = begin(cluster);
    Job first = verifier(actors, 1);
    finds(actors, first, ExitCode.NO_SPACE, "4 GiB are needed and 1 GiB is left");
    assertThat(actors.verdict().type()).isEqualTo("Stalled");
    assertThat(actors.verdict().reason()).isEqualTo("VolumeTooSmall");
    assertThat(actors.verdict().message()).contains("4 GiB are needed");
    assertThat(actors.operator().settle("quick")).contains(Duration.ofMinutes(5));

    actors.clock().advance(Duration.ofMinutes(5));
    actors.settle();
    assertThat(verifier(actors, 1).getMetadata().getUid())
        .as("looked at again")
        .isNotEqualTo(first.getMetadata().getUid());
    finds(actors, verifier(actors, 1), ExitCode.DONE, "there is room");
    assertThat(cluster.job("quick-rm-1")).isNotNull();
  }
}
