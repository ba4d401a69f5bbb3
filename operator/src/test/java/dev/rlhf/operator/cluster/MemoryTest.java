package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.operator.observe.MemoryAdvice;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A limit below what a stage is foreseen to take is warned of, and holds nothing up. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class MemoryTest {
  private static final long PEAK = 10L << 30;

  private static String limited(String more) {
    return User.QUICK.replace(
        "{epochs: 1}", "{epochs: 1, resources: {limits: {%s}}}".formatted(more));
  }

  /** With the rule of a reward, there is something to look at before a model from a seed learns. */
  private static String ofChain(String memory) {
    return User.CHAIN
        .replace(
            "sft: {}",
            "sft: {device: cpu, resources: {limits: {nvidia.com/gpu: 1, memory: %s}}}"
                .formatted(memory))
        .replace("{steps: 12}", "{steps: 12, rewards: [{name: brief, rule: \"1.0\"}]}");
  }

  private static Optional<RunCondition> advice(Actors actors) {
    return actors.status().conditions().stream()
        .filter(c -> c.type().equals(MemoryAdvice.CONDITION))
        .findFirst();
  }

  private static List<Event> events(Cluster cluster) {
    return cluster.events().stream()
        .filter(event -> event.getReason().equals(MemoryAdvice.LIMIT_BELOW_PEAK.word()))
        .toList();
  }

  private static void isTight(Actors actors) {
    assertThat(advice(actors))
        .hasValueSatisfying(
            c -> {
              assertThat(c.status()).isEqualTo("True");
              assertThat(c.reason()).isEqualTo("LimitBelowPeak");
              assertThat(c.message())
                  .contains("stage sft", "10.0 GiB", "limit of its container is 8Gi")
                  .endsWith("write stages.sft.resources.limits.memory: 12Gi");
            });
    assertThat(events(actors.cluster()))
        .singleElement()
        .satisfies(event -> assertThat(event.getType()).isEqualTo("Warning"))
        .satisfies(event -> assertThat(event.getNote()).contains("memory: 12Gi"));
  }

  private static void isNotTight(Actors actors) {
    assertThat(advice(actors))
        .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("False"))
        .hasValueSatisfying(c -> assertThat(c.message()).isEmpty());
  }

  @Test
  void itIsWarnedOfBeforeTheStagesPodIsThere(Cluster cluster) {
    var actors = Actors.of(cluster, ofChain("8Gi"));
    actors.settle();
    assertThat(advice(actors)).as("nothing is foreseen yet").isEmpty();
    Job check = cluster.job("quick-sft-1-verify");
    actors.nodes().start(check);
    actors.nodes().exit(check, 0, Results.foreseen(Stage.SFT, PEAK));
    actors.settle();

    isTight(actors);
    assertThat(cluster.job("quick-sft-1")).as("nothing is held up").isNotNull();
    assertThat(actors.verdict().type()).isEqualTo("Waiting");
    actors.runs(1);
    isTight(actors);

    actors.user().edit("quick", ofChain("12Gi"));
    actors.settle();
    isNotTight(actors);
    assertThat(actors.verdict().type()).isEqualTo("Running");
  }

  @Test
  void aStageWithoutAGpuTellsItItselfAndIsWarnedOfUntilItIsDone(Cluster cluster) {
    var actors = Actors.of(cluster, limited("memory: 8Gi"));
    Job job = actors.runs(1);
    hears(actors, job, Map.of(PeakMemory.FIGURE, (double) PEAK));
    isTight(actors);
    hears(actors, job, Map.of("loss", 0.5));
    isTight(actors);

    actors.nodes().exit(job, 0, Results.done(1, 10));
    actors.settle();
    isNotTight(actors);
    assertThat(actors.verdict().type()).isEqualTo("Complete");
  }

  @Test
  void whereThereIsNoLimitThereIsNothingToWarnOf(Cluster cluster) {
    var actors = Actors.of(cluster, User.QUICK);
    hears(actors, actors.runs(1), Map.of(PeakMemory.FIGURE, (double) PEAK));
    isNotTight(actors);
    assertThat(events(cluster)).isEmpty();
  }

  @Test
  void ofAStageOnAGpuNothingIsForeseen(Cluster cluster) {
    var actors = Actors.of(cluster, ofChain("8Gi").replace("device: cpu, ", ""));
    actors.settle();
    Job check = cluster.job("quick-sft-1-verify");
    actors.nodes().start(check);
    actors.nodes().exit(check, 0, Results.foreseen(Stage.SFT, PEAK));
    actors.settle();
    assertThat(cluster.job("quick-sft-1")).isNotNull();
    assertThat(advice(actors)).isEmpty();
    assertThat(events(cluster)).isEmpty();
  }

  private static void hears(Actors actors, Job job, Map<String, Double> figures) {
    actors.clock().advance(Duration.ofSeconds(10));
    var progress =
        new Progress(Progress.Phase.TRAINING, 5, 12, 1, null, 1.0, 0, null, null, figures);
    String pod = actors.cluster().podsOf(job).get(0).getMetadata().getUid();
    actors.operator().hears(new ProgressSample(pod, progress, actors.clock().instant()));
    actors.settle();
  }
}
