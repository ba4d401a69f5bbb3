package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StageLineage;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.observe.ProgressSample;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class HappyPathTest {
  @Test
  void aRunIsTrainedAndComplete(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    Job job = actors.runs(1);
    assertThat(actors.status().phase()).isEqualTo(RunPhase.RUNNING);

    actors.nodes().exit(job, 0, Results.done(1, 12));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.verdict().reason()).isEqualTo("AllStagesComplete");
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.SUCCEEDED);
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(1, 12));
    assertThat(actors.stage().figures()).containsEntry("loss", 0.5);
    assertThat(cluster.events())
        .extracting(Event::getReason)
        .containsExactlyInAnyOrder("AttemptRunning", "StageSucceeded", "AllStagesComplete");
  }

  @Test
  void whatAStageCameFromIsInTheStatus(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    actors.nodes().exit(actors.runs(1), 0, Results.done(1, 10));

    actors.settle();

    assertThat(actors.stage().lineage())
        .isEqualTo(
            new StageLineage(
                Map.of("model", Digest.of("the base model")),
                Map.of("demonstrations", Digest.of("the demonstrations"))));
  }

  @Test
  void progressAndFiguresOfTheRunningStageAreInTheStatus(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    Job job = actors.runs(1);
    var progress =
        new Progress(
            Progress.Phase.TRAINING,
            30,
            120,
            2.5,
            36L,
            0.4,
            0.1,
            null,
            Results.checkpoint(1, 25),
            Map.of("loss", 1.25, "broken", Double.NaN));

    actors
        .operator()
        .hears(
            new ProgressSample(
                cluster.podsOf(job).get(0).getMetadata().getUid(),
                progress,
                actors.clock().instant()));
    actors.settle();

    assertThat(actors.status().progress()).isEqualTo("30/120");
    assertThat(actors.stage().figures()).isEqualTo(Map.of("loss", 1.25));
    assertThat(actors.stage().progress().etaSeconds()).isEqualTo(36);
    assertThat(actors.stage().checkpoint().step()).isEqualTo(25);
  }

  @Test
  void aResultWhosePodIsGoneIsReadFromTheVolume(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    Job job = actors.runs(1);
    actors.nodes().exit(job, 0, Results.done(1, 12));
    actors.user().delete(cluster.podsOf(job).get(0));

    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("ReadingResult");
    Job reader = cluster.job("quick-sft-1-result");
    actors.nodes().start(reader);
    actors.nodes().exit(reader, 0, Results.done(1, 12));
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.COMPLETE);
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(1, 12));
  }

  @Test
  void aResultThatCannotBeReadStallsTheRunUntilSomebodyMendsIt(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    Job job = actors.runs(1);
    actors.nodes().exit(job, 0, "no result of ours");
    actors.settle();
    Job reader = cluster.job("quick-sft-1-result");
    actors.nodes().start(reader);
    actors.nodes().exit(reader, 1, "manifest.json does not match");
    actors.settle();
    assertThat(actors.verdict().reason()).isEqualTo("ResultUnreadable");
    assertThat(actors.verdict().message()).contains("manifest.json does not match");

    actors.user().delete(cluster.podsOf(reader).get(0));
    actors.user().delete(reader);
    actors.settle();

    assertThat(actors.verdict().reason()).isEqualTo("ReadingResult");
    assertThat(cluster.job("quick-sft-1-result").getMetadata().getUid())
        .isNotEqualTo(reader.getMetadata().getUid());
  }
}
