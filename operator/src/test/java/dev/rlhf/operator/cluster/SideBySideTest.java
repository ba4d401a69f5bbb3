package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SFT and a reward model that needs nothing of it, on a claim that many nodes can mount. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class SideBySideTest {
  private static final int STEPS = 12;

  private static Actors begin(Cluster cluster) {
    var actors = Actors.of(cluster, User.SIDE_BY_SIDE);
    actors.settle();
    return actors;
  }

  /** The conditions that hold, with their messages. */
  private static Map<String, String> conditions(Actors actors) {
    return actors.status().conditions().stream()
        .filter(c -> c.status().equals("True"))
        .collect(Collectors.toMap(RunCondition::type, RunCondition::message));
  }

  @Test
  void bothRunAtTheSameTimeAndPpoFollowsBoth(Cluster cluster) {
    var actors = begin(cluster);
    var history = new History(cluster, "quick");
    Job sft = actors.runs(Stage.SFT, 1);
    Job rm = actors.runs(Stage.RM, 1);
    history.look();
    assertThat(actors.status().stage()).isEqualTo("sft,rm");
    assertThat(actors.status().waiting()).isNull();
    assertThat(conditions(actors).get("Running")).contains("sft: pod", "rm: pod");

    actors.nodes().exit(rm, 0, Results.done(Stage.RM, 1, STEPS));
    actors.settle();
    history.look();
    assertThat(actors.status().stage()).isEqualTo("sft");
    assertThat(cluster.jobs()).hasSize(2);

    actors.nodes().exit(sft, 0, Results.done(Stage.SFT, 1, STEPS));
    actors.settle();
    history.look();
    assertThat(actors.status().stage()).isEqualTo("ppo");
    assertThat(actors.stage(Stage.PPO).intent().parents()).containsOnlyKeys("sft", "rm");

    actors.nodes().exit(actors.runs(Stage.PPO, 1), 0, Results.done(Stage.PPO, 1, STEPS));
    actors.settle();
    history.look();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
  }

  @Test
  void onAClaimOfOneNodeTheyRunOneAfterTheOther(Cluster cluster) {
    var actors = Actors.of(cluster, User.SIDE_BY_SIDE.replace("ReadWriteMany", "ReadWriteOnce"));
    actors.nodes().exit(actors.runs(Stage.SFT, 1), 0, Results.done(Stage.SFT, 1, STEPS));
    assertThat(cluster.jobs()).hasSize(1);
    actors.settle();
    assertThat(actors.status().stage()).isEqualTo("rm");
  }

  @Test
  void oneMayRunWhileTheOtherWaits(Cluster cluster) {
    var actors = begin(cluster);
    actors.runs(Stage.SFT, 1);
    Job rm = cluster.job("quick-rm-1");
    actors.nodes().start(rm);
    actors.nodes().findNoPlace(rm, "0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");
    actors.settle();
    assertThat(actors.status().waiting()).isEqualTo("-,Unschedulable");
    assertThat(actors.stage(Stage.SFT).waiting()).isNull();
    assertThat(actors.stage(Stage.RM).waiting()).isEqualTo("Unschedulable");
    assertThat(conditions(actors)).containsOnlyKeys("Running", "Waiting");
    assertThat(conditions(actors).get("Waiting")).startsWith("rm: 0/1 nodes");
  }

  @Test
  void eachHasTheProgressOfItsOwnPod(Cluster cluster) {
    var actors = begin(cluster);
    Job sft = actors.runs(Stage.SFT, 1);
    Job rm = actors.runs(Stage.RM, 1);
    actors.operator().hears(sample(actors, rm, 5, 80), sample(actors, sft, 30, 120));
    actors.settle();
    assertThat(actors.status().progress()).isEqualTo("30/120,5/80");
  }

  private static ProgressSample sample(Actors actors, Job job, long step, long total) {
    var progress =
        new Progress(
            Progress.Phase.TRAINING,
            step,
            total,
            1.0,
            1L,
            1.0,
            0.0,
            null,
            null,
            Map.of("loss", 1.0));
    return new ProgressSample(
        actors.cluster().podsOf(job).get(0).getMetadata().getUid(),
        progress,
        actors.clock().instant());
  }

  @Test
  void whatTheApiServerRefusesOneStageDoesNotKeepTheOtherOneWaiting(Cluster cluster) {
    var actors = Actors.of(cluster);
    String tooMuch =
        "rewardModel: {initFrom: model, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}";
    actors.user().apply(User.SIDE_BY_SIDE.replace("rewardModel: {initFrom: model}", tooMuch));
    Job sft = actors.runs(Stage.SFT, 1);
    assertThat(actors.status().waiting()).isEqualTo("-,Rejected");
    assertThat(conditions(actors)).containsOnlyKeys("Running", "Stalled");

    actors.nodes().exit(sft, 0, Results.done(Stage.SFT, 1, STEPS));
    Optional<Duration> wake = actors.operator().settle("quick");
    assertThat(wake).contains(Duration.ofSeconds(15));
    assertThat(actors.stage(Stage.SFT).phase()).isEqualTo(StagePhase.SUCCEEDED);
    assertThat(actors.status().waiting()).isEqualTo("Rejected");
  }

  @Test
  void whatTheOtherStageIsAtIsNotThrownAwayWhenOneFails(Cluster cluster) {
    var actors = begin(cluster);
    Job sft = actors.runs(Stage.SFT, 1);
    Job rm = actors.runs(Stage.RM, 1);
    actors.nodes().exit(sft, 64, "no result");
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(actors.status().stage()).isEqualTo("rm");
    assertThat(conditions(actors).get("Running")).contains("then the run fails, since stage sft");

    actors.nodes().exit(rm, 0, Results.done(Stage.RM, 1, STEPS));
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.status().stage()).isEqualTo("sft");
    assertThat(actors.verdict().reason()).isEqualTo("InvalidInput");
    assertThat(actors.stage(Stage.RM).phase()).isEqualTo(StagePhase.SUCCEEDED);
    assertThat(actors.stage(Stage.RM).checkpoint())
        .isEqualTo(Results.checkpoint(Stage.RM, 1, STEPS));
    assertThat(cluster.jobs()).hasSize(2);
  }

  @Test
  void noAttemptBeginsOnceTheOtherStageHasFailed(Cluster cluster) {
    var actors = begin(cluster);
    Job sft = actors.runs(Stage.SFT, 1);
    Job rm = actors.runs(Stage.RM, 1);
    actors.nodes().exit(rm, 1, "boom");
    actors.settle();
    actors.nodes().exit(sft, 64, "no result");
    actors.settle();
    actors.clock().advance(Duration.ofHours(1));
    actors.settle();
    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.stage(Stage.RM).phase()).isEqualTo(StagePhase.FAILED);
    assertThat(actors.stage(Stage.RM).reason()).isEqualTo("GivenUp");
    assertThat(actors.stage(Stage.RM).message()).contains("boom");
    assertThat(cluster.jobs()).hasSize(2);
  }

  /** Each operator lives for one write. */
  @Test
  void operatorsThatDieAtEachOfTheirWritesBringBothToTheirEnd(Cluster cluster) {
    var clock = new TestClock();
    new User(cluster).apply(User.SIDE_BY_SIDE);
    var operators = new MortalOperators(cluster, clock, new History(cluster, "quick"));
    int deaths = operators.settle();
    for (Stage stage : List.of(Stage.RM, Stage.SFT, Stage.PPO)) {
      deaths += operators.train(stage, STEPS);
    }
    assertThat(cluster.run("quick").getStatus().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(cluster.jobs()).hasSize(3);
    assertThat(deaths).isGreaterThan(12);
  }
}
