package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.GpuSeconds;
import dev.rlhf.operator.observe.ProgressSample;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What became of the GPUs of a stage is in its status, whichever operators there were. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class UsageTest {
  private Actors actors;

  @BeforeEach
  void begin(Cluster cluster) {
    actors =
        Actors.of(
            cluster,
            User.QUICK.replace(
                "{epochs: 1}", "{epochs: 1, resources: {limits: {nvidia.com/gpu: 2}}}"));
    actors.settle();
  }

  private void hears(Job job, int seconds, Progress.Phase phase, CheckpointRef newest) {
    actors.clock().advance(Duration.ofSeconds(seconds));
    var progress = new Progress(phase, 5, 12, 1, null, 1.0, 0, null, newest, Map.of());
    String pod = actors.cluster().podsOf(job).get(0).getMetadata().getUid();
    actors.operator().hears(new ProgressSample(pod, progress, actors.clock().instant()));
    actors.settle();
  }

  @Test
  void itTellsWhatWasProductiveWhatWasLostAndWhatWasWaitedFor() {
    actors.clock().advance(Duration.ofSeconds(60));
    Job first = actors.runs(1);
    hears(first, 10, Progress.Phase.LOADING, null);
    hears(first, 20, Progress.Phase.TRAINING, null);
    hears(first, 30, Progress.Phase.TRAINING, Results.checkpoint(1, 5));
    hears(first, 40, Progress.Phase.TRAINING, Results.checkpoint(1, 5));
    assertThat(actors.stage().usage().gpuSeconds())
        .isEqualTo(new GpuSeconds(200L, 100L, 80L, 0L, 120L));
    actors.clock().advance(Duration.ofSeconds(5));
    actors.nodes().exit(first, 137, "");
    actors.settle();
    assertThat(actors.stage().usage().gpuSeconds())
        .as("the next attempt will tell what it goes on from")
        .isEqualTo(new GpuSeconds(210L, 100L, 90L, 0L, 120L));

    var another = new Operator(actors.cluster(), actors.clock());
    actors.clock().advance(Duration.ofSeconds(10));
    another.settle("quick");
    Job second = actors.runs(2);
    hears(second, 10, Progress.Phase.LOADING, Results.checkpoint(1, 5));
    assertThat(actors.stage().usage().gpuSeconds())
        .isEqualTo(new GpuSeconds(230L, 100L, 0L, 90L, 120L));
    hears(second, 10, Progress.Phase.TRAINING, Results.checkpoint(1, 5));
    actors.nodes().exit(second, 0, Results.done(2, 12));
    actors.settle();

    assertThat(actors.stage().usage().gpuSeconds())
        .isEqualTo(new GpuSeconds(250L, 120L, 0L, 90L, 120L));
    assertThat(actors.stage().usage().gpus()).isNull();
    assertThat(actors.status().active().seconds()).isEqualTo(125);
  }
}
