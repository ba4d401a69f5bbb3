package dev.rlhf.operator.objects;

import dev.rlhf.manifest.HuggingFaceHub;
import dev.rlhf.manifest.ObjectStore;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Sources;
import dev.rlhf.plan.Services;
import java.util.Optional;

/** How a run's pods reach the services that it reads from and writes to. */
public final class ServiceSettings {
  private static final Sources NONE = new Sources(null, null, null, null);
  private static final ObjectStore STORE = new ObjectStore(null, null, null, null, null);

  private ServiceSettings() {}

  /** As its manifest says, with what it leaves out. */
  public static Services of(RLHFRun run) {
    Sources sources = sources(run);
    ObjectStore store = Optional.ofNullable(sources.s3()).orElse(STORE);
    return new Services(
        Optional.ofNullable(sources.huggingFace())
            .map(HuggingFaceHub::endpoint)
            .orElse(Services.HUGGING_FACE),
        store.endpoint(),
        Optional.ofNullable(store.region()).orElse(Services.REGION),
        sources.proxy(),
        CaBundle.of(sources).map(CaBundle::file).orElse(null));
  }

  static Sources sources(RLHFRun run) {
    return Optional.ofNullable(run.getSpec().sources()).orElse(NONE);
  }
}
