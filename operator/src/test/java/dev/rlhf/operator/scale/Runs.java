package dev.rlhf.operator.scale;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.cluster.Cluster;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The runs that are measured: three stages, one after the other. */
final class Runs {
  static final long STEPS = 12;

  private static final String MANIFEST =
      """
      apiVersion: rlhf.dev/v1alpha1
      kind: RLHFRun
      metadata: {name: "%s"}
      spec:
        model: {uri: "demo://model?seed=1"}
        data:
          demonstrations: {uri: "demo://demonstrations?seed=1"}
          preferences: {uri: "demo://preferences?seed=1"}
          prompts: {uri: "demo://prompts?seed=1"}
        retry: {errors: 2, disruptions: 3, backoff: 1s}
        stages:
          sft: {}
          rewardModel: {}
          ppo: {steps: 12}
      """;

  private Runs() {}

  static String name(int number) {
    return "run-%05d".formatted(number);
  }

  /** A run by its number. */
  static RLHFRun of(Cluster cluster, int number) {
    RLHFRun run = Serialization.unmarshal(MANIFEST.formatted(name(number)), RLHFRun.class);
    run.getMetadata().setNamespace(cluster.namespace());
    return run;
  }
}
