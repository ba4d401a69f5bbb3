package dev.rlhf.operator.cluster;

import dev.rlhf.operator.Pass;
import dev.rlhf.operator.act.EventWriter;
import dev.rlhf.operator.act.LiveView;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.View;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** An operator with a client of its own, whose reconciles a test calls one by one. */
public final class Operator {
  /** More passes than any way from one event to the next one takes. */
  private static final int ENOUGH = 30;

  public static final TrainerPods PODS =
      new TrainerPods("rlhf-trainer:test", Duration.ofSeconds(120));

  private final Cluster cluster;
  private final KubernetesClient client;
  private final Performer performer;
  private final Pass pass;
  private Optional<ProgressSample> progress = Optional.empty();

  public Operator(Cluster cluster, Clock clock) {
    this(cluster, clock, new Faults());
  }

  public Operator(Cluster cluster, Clock clock, Faults faults) {
    this.cluster = cluster;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(cluster.config())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("faults", faults))
            .build();
    this.performer = new Performer(client, new EventWriter(client, "test", clock));
    this.pass = new Pass(performer, PODS, clock);
  }

  public View live(String run) {
    return new LiveView(client, cluster.namespace(), run, progress);
  }

  public Performer performer() {
    return performer;
  }

  /** The running pod has said so. */
  public void hears(ProgressSample sample) {
    progress = Optional.of(sample);
  }

  /** One reconcile with caches that are up to date. */
  public Optional<Duration> reconcile(String run) {
    return pass.over(live(run), live(run));
  }

  /** One reconcile with caches that say what is given. */
  public Optional<Duration> reconcile(String run, View cached) {
    return pass.over(cached, live(run));
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
