package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.observe.ProgressSample;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage that makes no step lets its GPUs go; one that only cannot be asked keeps them. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class HangTest {
  private static final double MEDIAN = 60;
  private static final int LIMIT = 1200;

  private static Actors begin(Cluster cluster, String settings) {
    var actors = Actors.of(cluster, User.QUICK.replace("  stages:", settings + "  stages:"));
    return actors;
  }

  private static void hears(
      Actors actors, Job job, Progress.Phase phase, Double median, double sinceStep) {
    var progress =
        new Progress(
            phase, 5, 12, 1, null, median, sinceStep, null, Results.checkpoint(1, 5), Map.of());
    String pod = actors.cluster().podsOf(job).get(0).getMetadata().getUid();
    actors.operator().hears(new ProgressSample(pod, progress, actors.clock().instant()));
    actors.settle();
  }

  @Test
  void itIsToldToEndAndAnotherAttemptGoesOn(Cluster cluster) {
    var actors = begin(cluster, "");
    Job job = actors.runs(1);
    hears(actors, job, Progress.Phase.TRAINING, MEDIAN, LIMIT);
    assertThat(actors.verdict().type()).isEqualTo("Running");

    hears(actors, job, Progress.Phase.TRAINING, MEDIAN, LIMIT + 1);
    assertThat(actors.stage().phase()).isEqualTo(StagePhase.STOPPED);
    assertThat(actors.job(1).isMarkedForDeletion()).isTrue();
    actors.nodes().collect(job);
    actors.settle();

    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RETRYING);
    assertThat(actors.stage().reason()).isEqualTo("NoProgress");
    assertThat(actors.stage().message()).contains("no step for 1201 s after step 5", "60.0 s");
    assertThat(actors.stage().errors()).as("it brought a checkpoint").isZero();
    actors.clock().advance(Duration.ofSeconds(10));
    actors.settle();
    assertThat(actors.job(2)).isNotNull();
    assertThat(cluster.events())
        .filteredOn(event -> event.getReason().equals("AttemptStopped"))
        .extracting(Event::getType)
        .containsExactly("Warning");
  }

  @ParameterizedTest
  @CsvSource({
    "SAVING, 60, 100000",
    "LOADING, , 100000",
    "TRAINING, , 100000",
    "TRAINING, 1, 900",
    "TRAINING, 60, 1200"
  })
  void whoSavesOrLoadsOrMakesLongStepsDoesNotHang(
      Progress.Phase phase, Double median, double sinceStep, Cluster cluster) {
    var actors = begin(cluster, "");
    hears(actors, actors.runs(1), phase, median, sinceStep);

    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RUNNING);
  }

  @Test
  void whoeverCannotBeAskedKeepsHisPlace(Cluster cluster) {
    var actors = begin(cluster, "");
    Job job = actors.runs(1);
    hears(actors, job, Progress.Phase.TRAINING, MEDIAN, 0);
    actors.clock().advance(Duration.ofDays(1));
    actors.settle();

    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RUNNING);
  }

  @Test
  void itFailsWhereThatIsAskedFor(Cluster cluster) {
    var actors = begin(cluster, "  stepTimeout: {medians: 2, atLeast: 1s, action: Fail}\n");
    Job job = actors.runs(1);
    hears(actors, job, Progress.Phase.TRAINING, 1.0, 3);
    actors.nodes().collect(job);
    actors.settle();

    assertThat(actors.status().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(actors.verdict().reason()).isEqualTo("NoProgress");
    assertThat(actors.stage().checkpoint()).isEqualTo(Results.checkpoint(1, 5));
  }

  @Test
  void nothingIsDoneWhereThatIsAskedFor(Cluster cluster) {
    var actors = begin(cluster, "  stepTimeout: {action: \"Off\"}\n");
    hears(actors, actors.runs(1), Progress.Phase.TRAINING, 1.0, 1e6);

    assertThat(actors.stage().phase()).isEqualTo(StagePhase.RUNNING);
  }

  @Test
  void thePodOfTheNextAttemptHasTheTimeThatSavingTook(Cluster cluster) {
    var actors = begin(cluster, "");
    Job job = actors.runs(1);
    assertThat(gracePeriod(job)).as("what the platform team settled").isEqualTo(120);
    var progress =
        new Progress(Progress.Phase.TRAINING, 5, 12, 1, null, 40.0, 0, 99.5, null, Map.of());
    String pod = cluster.podsOf(job).get(0).getMetadata().getUid();
    actors.operator().hears(new ProgressSample(pod, progress, actors.clock().instant()));
    actors.settle();
    assertThat(actors.stage().shutdownSeconds()).isEqualTo(140);

    actors.nodes().exit(job, 1, "boom");
    actors.settle();
    actors.clock().advance(Duration.ofSeconds(10));
    actors.settle();

    assertThat(gracePeriod(actors.job(2))).isEqualTo(280);
  }

  private static long gracePeriod(Job job) {
    return job.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds();
  }
}
