package dev.rlhf.operator.report;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.operator.observe.Observation;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs that there are, as Prometheus sees them: counted anew at each scrape, so that a run that
 * is deleted leaves no series behind.
 */
public final class RunMetrics extends Collector {
  private final AtomicReference<Supplier<Stream<RLHFRun>>> runs =
      new AtomicReference<>(Stream::empty);

  /** Where to find the runs from now on: the informer's cache. */
  public void countFrom(Supplier<Stream<RLHFRun>> cache) {
    runs.set(cache);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<RLHFRun> now = runs.get().get().toList();
    return List.of(count(now), info(now), gpus(now));
  }

  private static MetricFamilySamples count(List<RLHFRun> runs) {
    var family = new GaugeMetricFamily("rlhf_runs", "Runs by phase.", List.of("phase"));
    Map<RunPhase, Long> counts =
        runs.stream().collect(Collectors.groupingBy(RunMetrics::phase, Collectors.counting()));
    Arrays.stream(RunPhase.values())
        .forEach(phase -> family.addMetric(List.of(phase.word()), counts.getOrDefault(phase, 0L)));
    return family;
  }

  private static MetricFamilySamples info(List<RLHFRun> runs) {
    var family =
        new GaugeMetricFamily(
            "rlhf_run_info",
            "Always 1; where each run stands, by stage under way.",
            List.of("namespace", "run", "phase", "stage", "waiting"));
    for (RLHFRun run : runs) {
      Columns.stages(Observation.status(run))
          .forEach(
              (stage, waiting) ->
                  family.addMetric(
                      List.of(
                          run.getMetadata().getNamespace(),
                          run.getMetadata().getName(),
                          phase(run).word(),
                          stage,
                          waiting),
                      1));
    }
    return family;
  }

  private static MetricFamilySamples gpus(List<RLHFRun> runs) {
    var family =
        new GaugeMetricFamily(
            "rlhf_run_gpu_seconds",
            "Seconds of GPUs that each run had or waited for, all stages and attempts together.",
            List.of("namespace", "run", "use"));
    for (RLHFRun run : runs) {
      for (GpuUse use : GpuUse.values()) {
        family.addMetric(
            List.of(run.getMetadata().getNamespace(), run.getMetadata().getName(), use.id()),
            Observation.status(run).stages().stream()
                .mapToLong(stage -> GpuUse.of(stage).get(use))
                .sum());
      }
    }
    return family;
  }

  private static RunPhase phase(RLHFRun run) {
    return Objects.requireNonNullElse(Observation.status(run).phase(), RunPhase.PENDING);
  }
}
