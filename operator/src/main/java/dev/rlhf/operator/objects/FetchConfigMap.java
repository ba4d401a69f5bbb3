package dev.rlhf.operator.objects;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ConfigMapKey;
import dev.rlhf.manifest.HuggingFaceHub;
import dev.rlhf.manifest.ObjectStore;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Sources;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.FetchConfig.Services;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.RunIdentity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;

/** The config map with a run's {@code fetch.yaml}: immutable, and named after what is in it. */
public final class FetchConfigMap {
  /** Its only key. */
  public static final String FILE = "fetch.yaml";

  private static final Sources NONE = new Sources(null, null, null, null);
  private static final ObjectStore STORE = new ObjectStore(null, null, null, null, null);

  private FetchConfigMap() {}

  /** What is to be fetched for a run; empty where that is nothing. */
  public static Optional<FetchConfig> wanted(RLHFRun run) {
    return FetchConfig.of(
        new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid()),
        run.getSpec(),
        new PodPlaces(run.getSpec().checkpoints(), new Fetched(null)).checkpoints(),
        services(sources(run)));
  }

  /** The config map to make. */
  public static ConfigMap of(RLHFRun run, FetchConfig config) {
    String job = Names.fetchJob(run.getMetadata().getName());
    return ErrandJob.configMap(run, job, FILE, Documents.yaml(config));
  }

  static Sources sources(RLHFRun run) {
    return Optional.ofNullable(run.getSpec().sources()).orElse(NONE);
  }

  private static Services services(Sources sources) {
    ObjectStore store = Optional.ofNullable(sources.s3()).orElse(STORE);
    return new Services(
        Optional.ofNullable(sources.huggingFace())
            .map(HuggingFaceHub::endpoint)
            .orElse(Services.HUGGING_FACE),
        store.endpoint(),
        Optional.ofNullable(store.region()).orElse(Services.REGION),
        sources.proxy(),
        Optional.ofNullable(sources.caBundle())
            .map(ConfigMapKey::key)
            .map(key -> FetchJob.CA_FOLDER + "/" + key)
            .orElse(null));
  }
}
