package dev.rlhf.operator.cluster;

import dev.rlhf.operator.Pass;
import dev.rlhf.operator.act.EventWriter;
import dev.rlhf.operator.act.LastWrites;
import dev.rlhf.operator.act.LiveView;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.decide.Decision;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Observer;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.View;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operator with a client of its own, whose reconciles a test calls one by one. */
public final class Operator {
  /** More passes than any way from one event to the next one takes. */
  private static final int ENOUGH = 30;

  public static final TrainerPods PODS =
      new TrainerPods("rlhf-trainer:test", "rlhf-trainer:test-cuda", Duration.ofSeconds(120));

  private final Cluster cluster;
  private final Clock clock;
  private final Faults faults;
  private final KubernetesClient client;
  private final Performer performer;
  private final Pass pass;
  private List<ProgressSample> progress = List.of();

  public Operator(Cluster cluster, Clock clock) {
    this(cluster, clock, Faults.none());
  }

  public Operator(Cluster cluster, Clock clock, Faults faults) {
    this(cluster, clock, faults, faults);
  }

  /** With somebody who listens to its calls. */
  public Operator(Cluster cluster, Clock clock, Interceptor listener) {
    this(cluster, clock, Faults.none(), listener);
  }

  private Operator(Cluster cluster, Clock clock, Faults faults, Interceptor listener) {
    this.cluster = cluster;
    this.clock = clock;
    this.faults = faults;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(cluster.operatorConfig())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("listener", listener))
            .build();
    this.performer =
        new Performer(client, new EventWriter(client, "test", clock), new LastWrites());
    this.pass = new Pass(performer, PODS, clock);
  }

  public View live(String run) {
    return new LiveView(client, cluster.namespace(), run, progress);
  }

  /** The running pods have said so. */
  public void hears(ProgressSample... samples) {
    progress = List.of(samples);
  }

  /** One reconcile with caches that are up to date. */
  public Optional<Duration> reconcile(String run) {
    return reconcile(run, live(run));
  }

  /**
   * One reconcile with caches that say what is given.
   *
   * @throws Faults.Killed when the operator did not survive it
   */
  public Optional<Duration> reconcile(String run, View cached) {
    try {
      Optional<Duration> wake = pass.over(cached, live(run));
      if (!faults.hit()) {
        return wake;
      }
    } catch (RuntimeException e) {
      if (!faults.hit()) {
        throw e;
      }
    }
    throw new Faults.Killed();
  }

  /** Carries out what would have been decided on the past. */
  public void replay(View past) {
    past.run()
        .filter(run -> !RunDecision.isOver(run))
        .map(run -> decide(Observer.observe(run, past, clock.instant())))
        .ifPresent(performer::perform);
  }

  /** Whatever Job is asked about, the API server had nothing against it. */
  private static Decision decide(Observation past) {
    Decision decision = RunDecision.of(past, PODS);
    return decision instanceof Decision.TryJob
        ? RunDecision.of(past, PODS, Map.of(decision, Optional.empty()))
        : decision;
  }

  /** Reconciles until all rests; says when it wants to come again. */
  public Optional<Duration> settle(String run) {
    for (int i = 0; i < ENOUGH; i++) {
      Optional<Duration> wake = reconcile(run);
      if (wake.filter(Pass.SOON::equals).isEmpty()) {
        return wake;
      }
    }
    throw new AssertionError("the operator does not come to rest");
  }
}
