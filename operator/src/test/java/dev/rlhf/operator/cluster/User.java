package dev.rlhf.operator.cluster;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Whoever writes manifests and deletes things. */
public record User(Cluster cluster) {
  private static final String RUN =
      """
      apiVersion: rlhf.dev/v1alpha1
      kind: RLHFRun
      metadata:
        name: quick
      spec:
        model: {uri: "demo://model?seed=1"}
        retry: {errors: 2, disruptions: 3, backoff: 10s}
        data:
          demonstrations: {uri: "demo://demonstrations?seed=1"}
      """;

  private static final String WITH_ALL_DATA =
      RUN
          + """
          preferences: {uri: "demo://preferences?seed=1"}
          prompts: {uri: "demo://prompts?seed=1"}
      """;

  /** A run that trains on sources made from a seed. */
  public static final String QUICK =
      RUN
          + """
        stages:
          sft: {epochs: 1}
      """;

  /** The whole of it, under the same name: every stage trains, then evaluation. */
  public static final String CHAIN =
      WITH_ALL_DATA
          + """
        stages:
          sft: {}
          rewardModel: {}
          ppo: {steps: 12}
        evaluation:
          prompts: {uri: "demo://prompts?seed=2"}
      """;

  /** SFT and the reward model beside each other, on a claim that many nodes can mount. */
  public static final String SIDE_BY_SIDE =
      WITH_ALL_DATA
          + """
        checkpoints: {accessModes: [ReadWriteMany]}
        stages:
          sft: {}
          rewardModel: {initFrom: model}
          ppo: {steps: 12}
      """;

  public RLHFRun apply(String manifest) {
    RLHFRun run = Serialization.unmarshal(manifest, RLHFRun.class);
    run.getMetadata().setNamespace(cluster.namespace());
    return cluster.admin().resource(run).create();
  }

  /** Gives a run that is there another spec. */
  public RLHFRun edit(String name, String manifest) {
    RLHFRun run = cluster.run(name);
    run.setSpec(Serialization.unmarshal(manifest, RLHFRun.class).getSpec());
    return cluster.admin().resource(run).update();
  }

  /** Has the run hold still, or go on. */
  public void suspend(boolean suspend) {
    edit("{\"spec\": {\"suspend\": %b}}".formatted(suspend));
  }

  /** Has the run go back to a stage. */
  public void restart(String from, String nonce) {
    edit("{\"spec\": {\"restart\": {\"from\": \"%s\", \"nonce\": \"%s\"}}}".formatted(from, nonce));
  }

  /** Changes fields of the run, by a merge patch. */
  public void edit(String patch) {
    cluster
        .admin()
        .resources(RLHFRun.class)
        .inNamespace(cluster.namespace())
        .withName("quick")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Makes a claim that somebody has filled, or is to. */
  public void createClaim(String name) {
    create(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity("1Gi"))
            .endResources()
            .endSpec()
            .build());
  }

  public <T extends HasMetadata> T create(T object) {
    object.getMetadata().setNamespace(cluster.namespace());
    return cluster.admin().resource(object).create();
  }

  /** Deletes at once: there is no controller here that would take finalizers off. */
  public void delete(HasMetadata object) {
    cluster.admin().resource(object).withGracePeriod(0).delete();
  }
}
