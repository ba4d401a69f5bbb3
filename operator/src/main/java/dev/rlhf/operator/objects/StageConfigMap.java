package dev.rlhf.operator.objects;

import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/**
 * The config map with a stage's {@code stage.yaml}: immutable, so that all attempts of a stage have
 * the configuration that the first one had, over upgrades of the operator too, until the manifest
 * says otherwise: each revision of its settings has a config map of its own. So has a stage that
 * begins anew, since it may start from other checkpoints.
 */
public final class StageConfigMap {
  /** Where the config map is mounted. */
  public static final String FOLDER = "/etc/rlhf";

  /** Its only key. */
  public static final String FILE = "stage.yaml";

  private StageConfigMap() {}

  /** The config map to make. */
  public static ConfigMap of(RLHFRun run, StageConfig config, int restarts) {
    Stage stage = config.stage();
    String revision = Revision.of(run.getSpec(), stage);
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(Names.configMap(run.getMetadata().getName(), stage, restarts, revision))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.of(run, stage))
        .withOwnerReferences(Owner.reference(run))
        .endMetadata()
        .withImmutable(true)
        .addToData(FILE, Documents.yaml(config))
        .build();
  }

  /** The digest of the configuration that a config map holds. */
  public static String digest(ConfigMap configMap) {
    return Digest.of(configMap.getData().get(FILE));
  }
}
