package dev.rlhf.operator.objects;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.RunIdentity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** The config map with a run's {@code fetch.yaml}: immutable, and named after what is in it. */
public final class FetchConfigMap {
  private FetchConfigMap() {}

  /** What is to be fetched for a run; empty where that is nothing. */
  public static Optional<FetchConfig> wanted(RLHFRun run) {
    return FetchConfig.of(
        new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid()),
        run.getSpec(),
        new PodPlaces(run.getSpec().checkpoints(), new Fetched(null)).checkpoints(),
        ServiceSettings.of(run));
  }

  /** The config map to make. */
  public static ConfigMap of(RLHFRun run, FetchConfig config) {
    String job = Names.fetchJob(run.getMetadata().getName());
    return ErrandJob.configMap(run, job, Errand.FETCH.file(), Documents.yaml(config));
  }
}
