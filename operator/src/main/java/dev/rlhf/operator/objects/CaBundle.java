package dev.rlhf.operator.objects;

import dev.rlhf.manifest.ConfigMapKey;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Sources;
import java.util.Optional;

/** The certificates of services, as a volume of a pod that asks them. */
record CaBundle(ConfigMapKey configMap) {
  private static final String NAME = "ca";
  private static final String FOLDER = "/etc/rlhf-ca";

  /** That of a run; empty where it names none. */
  static Optional<CaBundle> of(RLHFRun run) {
    return of(ServiceSettings.sources(run));
  }

  static Optional<CaBundle> of(Sources sources) {
    return Optional.ofNullable(sources.caBundle()).map(CaBundle::new);
  }

  /** Where the pod finds it. */
  String file() {
    return FOLDER + "/" + configMap.key();
  }

  void addTo(PodVolumes volumes) {
    volumes.add(PodVolumes.configMap(NAME, configMap.name()), FOLDER, true);
  }
}
