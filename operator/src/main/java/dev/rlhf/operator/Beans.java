package dev.rlhf.operator;

import dev.rlhf.operator.act.EventWriter;
import dev.rlhf.operator.act.LastWrites;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.act.ProgressClient;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.report.RunMetrics;
import dev.rlhf.operator.report.StageMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How the parts are put together. */
class Beans {
  private static final Clock CLOCK = Clock.systemUTC();

  @Produces
  @Singleton
  Pass pass(
      KubernetesClient client,
      LastWrites writes,
      OperatorSettings settings,
      MeterRegistry registry,
      @ConfigProperty(name = "HOSTNAME", defaultValue = Labels.OPERATOR) String instance) {
    var events = new EventWriter(client, instance, CLOCK);
    var metrics = new StageMetrics(registry);
    var performer =
        new Performer(
            client,
            (before, after) -> {
              metrics.count(Observation.status(before), after);
              events.written(before, after);
            },
            writes);
    return new Pass(
        performer,
        new TrainerPods(
            settings.trainerImage(),
            settings.trainerCudaImage(),
            settings.terminationGracePeriod()),
        CLOCK);
  }

  @Produces
  @Singleton
  LastWrites lastWrites() {
    return new LastWrites();
  }

  @Produces
  @Singleton
  ProgressClient progressClient() {
    return new ProgressClient(CLOCK);
  }

  /** Micrometer calls this registry old; it is the one that Quarkus serves. */
  @Produces
  @Singleton
  @SuppressWarnings("deprecation")
  RunMetrics runMetrics(PrometheusMeterRegistry registry) {
    return new RunMetrics().register(registry.getPrometheusRegistry());
  }

  /** The framework's own metrics by controller: by run, they would be without bounds. */
  @Produces
  @Singleton
  Metrics frameworkMetrics(MeterRegistry registry) {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  /**
   * One operator acts at a time; correctness does not hang on it, peace does.
   *
   * <p>Whoever leads no more ends, and the framework would have him call System.exit. An operator
   * that is told to end leads no more either, and System.exit in the midst of an end waits for that
   * end, which waits for it: until the kubelet kills both.
   */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Labels.OPERATOR)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> Quarkus.asyncExit(1), id -> {}))
        .build();
  }
}
