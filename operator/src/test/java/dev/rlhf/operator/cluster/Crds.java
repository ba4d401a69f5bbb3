package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** Resources that an API server learns. */
final class Crds {
  private Crds() {}

  /** Makes a definition, and waits until the API server serves it. */
  static void apply(KubernetesClient client, CustomResourceDefinition crd) {
    client.resource(crd).createOr(existing -> existing.update());
    client.resource(crd).waitUntilCondition(c -> c != null && isServed(c), 30, TimeUnit.SECONDS);
  }

  private static boolean isServed(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
