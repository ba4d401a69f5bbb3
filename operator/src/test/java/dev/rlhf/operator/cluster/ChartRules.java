package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the chart allows the operator: all tests run under these very rules. */
public final class ChartRules {
  /** The user who is bound by them. */
  public static final String OPERATOR = "rlhf-operator";

  private static final Path FILE = Path.of("../helm/rlhf-operator/files/operator-rules.yaml");

  private ChartRules() {}

  static void apply(KubernetesClient admin) {
    String role =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: rlhf-operator}
        rules:
        """;
    admin.resource(Serialization.unmarshal(role + rules(), ClusterRole.class)).create();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(OPERATOR)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", OPERATOR)
                .addNewSubject("rbac.authorization.k8s.io", "User", OPERATOR, null)
                .build())
        .create();
  }

  private static String rules() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
