package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.StageConfigMap;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Four stages, each of which starts from the checkpoints of those before it. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class ChainTest {
  private static final int STEPS = 12;
  private static final Map<Stage, List<Stage>> PARENTS =
      Map.of(
          Stage.SFT, List.of(),
          Stage.RM, List.of(Stage.SFT),
          Stage.PPO, List.of(Stage.SFT, Stage.RM),
          Stage.EVAL, List.of(Stage.SFT, Stage.RM, Stage.PPO));

  @Test
  void stagesRunOneAfterTheOtherEachFromTheCheckpointsBeforeIt(Cluster cluster)
      throws JsonProcessingException {
    var actors = Actors.of(cluster, User.CHAIN);
    var history = new History(cluster, "quick");

    for (Stage stage : Stage.values()) {
      actors.settle();
      assertThat(cluster.jobs())
          .extracting(job -> job.getMetadata().getName())
          .hasSize(stage.ordinal() + 1);
      Job job = cluster.job("quick-%s-1".formatted(stage.id()));
      actors.nodes().start(job);
      actors.nodes().run(job);
      actors.settle();
      history.look();
      assertThat(actors.status().stage()).isEqualTo(stage.id());
      assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
      assertParents(stage, actors);
      actors.nodes().exit(job, 0, Results.done(stage, 1, STEPS));
    }
    actors.settle();
    history.look();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.status().stages())
        .extracting(StageStatus::name)
        .containsExactly("sft", "rm", "ppo", "eval");
    assertThat(actors.status().stages())
        .allSatisfy(stage -> assertThat(stage.phase()).isEqualTo(StagePhase.SUCCEEDED))
        .allSatisfy(stage -> assertThat(stage.figures()).containsEntry("loss", 0.5));
  }

  /** They are the same in the log of intents and in what the process reads. */
  private static void assertParents(Stage stage, Actors actors) throws JsonProcessingException {
    Map<String, String> digests = new TreeMap<>();
    Map<Stage, Parent> parents = new TreeMap<>();
    for (Stage earlier : PARENTS.get(stage)) {
      var checkpoint = Results.checkpoint(earlier, 1, STEPS);
      digests.put(earlier.id(), checkpoint.digest());
      parents.put(earlier, new Parent("/checkpoints/" + checkpoint.path(), checkpoint.digest()));
    }
    assertThat(actors.stage(stage).intent().parents()).isEqualTo(digests);
    assertThat(config(stage, actors.cluster()).parents()).isEqualTo(parents);
  }

  private static StageConfig config(Stage stage, Cluster cluster) throws JsonProcessingException {
    String text = cluster.configMap("quick", stage).getData().get(StageConfigMap.FILE);
    return Documents.stageConfig(text);
  }

  /** Each operator lives for one write; the stages still follow each other, and none runs twice. */
  @Test
  void operatorsThatDieAtEachOfTheirWritesBringTheChainToItsEnd(Cluster cluster) {
    var clock = new TestClock();
    new User(cluster).apply(User.CHAIN);
    var operators = new MortalOperators(cluster, clock, new History(cluster, "quick"));

    int deaths = operators.settle();
    for (Stage stage : Stage.values()) {
      deaths += operators.train(stage, STEPS);
    }

    assertThat(cluster.run("quick").getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(cluster.jobs()).hasSize(Stage.values().length);
    assertThat(deaths).isGreaterThan(5 * Stage.values().length);
  }

  @Test
  void whatIsDeletedOfAFinishedStageDoesNotComeBack(Cluster cluster) {
    var actors = Actors.of(cluster, User.CHAIN);
    Job sft = actors.runs(1);
    actors.nodes().exit(sft, 0, Results.done(1, STEPS));
    actors.settle();
    StageStatus done = actors.stage();

    cluster.podsOf(sft).forEach(actors.user()::delete);
    actors.user().delete(sft);
    actors.settle();

    assertThat(actors.stage()).isEqualTo(done);
    assertThat(cluster.jobs())
        .extracting(job -> job.getMetadata().getName())
        .containsExactly("quick-rm-1");
  }

  @Test
  void aStageThatFailsEndsTheRunAndNoneFollows(Cluster cluster) {
    var actors = Actors.of(cluster, User.CHAIN);
    actors.nodes().exit(actors.runs(1), 0, Results.done(1, STEPS));
    actors.settle();
    Job rm = cluster.job("quick-rm-1");
    actors.nodes().start(rm);
    actors.nodes().exit(rm, 64, "parents.sft is damaged");
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.status().stage()).isEqualTo("rm");
    assertThat(actors.stage(Stage.SFT).phase()).isEqualTo(StagePhase.SUCCEEDED);
    assertThat(actors.stage(Stage.RM).phase()).isEqualTo(StagePhase.FAILED);
    assertThat(Arrays.asList(cluster.job("quick-ppo-1"), cluster.job("quick-eval-1")))
        .containsOnlyNulls();
  }
}
