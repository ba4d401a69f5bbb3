package dev.rlhf.trainer.metrics;

import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.Map;

/**
 * A stage's Prometheus metrics, each with the labels {@code run} and {@code stage}, beside those of
 * its Java machine.
 *
 * <p>Those of every stage are here; a stage adds a gauge for each of its {@link Figure}s, and a
 * histogram for each {@link Distribution}.
 */
public final class StageMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<Figure, Gauge> figures = new HashMap<>();
  private final Map<Distribution, Histogram> histograms = new HashMap<>();
  private final Labels labels;
  private final Gauge step;
  private final Gauge steps;
  private final Gauge checkpointStep;
  private final Counter tokens;
  private final Counter passedOver;
  private final Counter pause;
  private final Counter lostSteps;
  private final Counter lostSeconds;
  private final Histogram save;

  /** The metrics of a run's stage. */
  public StageMetrics(RunIdentity run, Stage stage) {
    labels = Labels.of("run", run.name(), "stage", stage.id());
    step = gauge("rlhf_stage_step", "Optimizer steps done.");
    steps = gauge("rlhf_stage_steps_planned", "Optimizer steps of the stage in all.");
    checkpointStep = gauge("rlhf_checkpoint_step", "Optimizer steps in the newest checkpoint.");
    tokens =
        counter(
            "rlhf_stage_tokens_total", "Tokens that this attempt trained on, padding not counted.");
    pause =
        counter("rlhf_checkpoint_pause_seconds_total", "Time that training stood for checkpoints.");
    lostSteps =
        counter(
            "rlhf_lost_steps_total",
            "Steps of the attempt before that were made after its last checkpoint, and again.");
    lostSeconds =
        counter("rlhf_lost_seconds_total", "Time from that checkpoint to the last of those steps.");
    passedOver =
        Counter.builder()
            .name("rlhf_checkpoints_skipped_total")
            .help("Checkpoints passed over: unfinished, damaged, or foreign, of another run.")
            .labelNames("reason")
            .constLabels(labels)
            .register(registry);
    save =
        Histogram.builder()
            .name("rlhf_checkpoint_save_seconds")
            .help("Time to write a checkpoint, digests and syncing included.")
            .classicOnly()
            .classicExponentialUpperBounds(0.1, 2, 14)
            .constLabels(labels)
            .register(registry);
    JvmMetrics.builder().register(registry);
  }

  /** What is scraped. */
  PrometheusRegistry registry() {
    return registry;
  }

  /** How many steps the stage takes, and how many are done. */
  public void planned(long done, long inAll) {
    step.set(done);
    steps.set(inAll);
  }

  /** A step has ended that trained on a number of tokens. */
  public void stepped(long number, double trainedOn, Map<? extends Figure, Double> values) {
    step.set(number);
    tokens.inc(trainedOn);
    values.forEach((figure, value) -> gauge(figure).set(value));
  }

  /** A step has made numbers. */
  public void observed(Distribution distribution, double... values) {
    Histogram histogram = histograms.computeIfAbsent(distribution, this::histogram);
    for (double value : values) {
      histogram.observe(value);
    }
  }

  /** A checkpoint has been written. */
  public void saved(long steps, double seconds) {
    checkpointStep.set(steps);
    save.observe(seconds);
  }

  /** Training stood still while a checkpoint was filled, or the one before it written. */
  public void paused(double seconds) {
    pause.inc(Math.max(0, seconds));
  }

  /** What the attempt before this one did after the checkpoint that this one goes on from. */
  public void lost(long lostSteps, double seconds) {
    this.lostSteps.inc(lostSteps);
    lostSeconds.inc(seconds);
  }

  /** A checkpoint was not used, for a reason. */
  public void passedOver(String reason) {
    passedOver.labelValues(reason).inc();
  }

  /** Both native and classic: which of them is read, whoever scrapes decides. */
  private Histogram histogram(Distribution distribution) {
    return Histogram.builder()
        .name(distribution.metric())
        .help(distribution.help())
        .classicUpperBounds(
            distribution.bounds().stream().mapToDouble(Double::doubleValue).toArray())
        .constLabels(labels)
        .register(registry);
  }

  private Gauge gauge(Figure figure) {
    return figures.computeIfAbsent(figure, f -> gauge(f.metric(), f.help()));
  }

  private Counter counter(String name, String help) {
    return Counter.builder().name(name).help(help).constLabels(labels).register(registry);
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).constLabels(labels).register(registry);
  }
}
