package dev.rlhf.operator;

import dev.rlhf.operator.act.EventWriter;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.act.ProgressClient;
import dev.rlhf.operator.act.StatusListener;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.TrainerPods;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How the parts are put together. */
class Beans {
  @Produces
  @Singleton
  Pass pass(
      KubernetesClient client,
      OperatorSettings settings,
      @ConfigProperty(name = "HOSTNAME", defaultValue = Labels.OPERATOR) String instance) {
    StatusListener events = new EventWriter(client, instance, Clock.systemUTC());
    return new Pass(
        new Performer(client, events),
        new TrainerPods(settings.trainerImage(), settings.terminationGracePeriod()),
        Clock.systemUTC());
  }

  @Produces
  @Singleton
  ProgressClient progressClient() {
    return new ProgressClient(Clock.systemUTC());
  }

  /** One operator acts at a time; correctness does not hang on it, peace does. */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection() {
    return new LeaderElectionConfiguration(Labels.OPERATOR);
  }
}
