package dev.rlhf.operator.scale;

import dev.rlhf.operator.cluster.ChartRules;
import dev.rlhf.operator.cluster.Cluster;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service account of a namespace, which the chart's rules bind: as the operator that is shipped
 * has one. The client re-reads the configuration of whoever has no token before each request, which
 * no operator in a cluster pays for.
 */
record Account(Cluster cluster, String token) {
  private static final String NAME = ChartRules.OPERATOR;
  private static final String LEADER = "leader";
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final long SECONDS = 24 * 3600;

  static Account create(Cluster cluster) {
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(cluster.namespace())
            .endMetadata()
            .build();
    cluster.admin().resource(account).create();
    bind(cluster);
    var request =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(SECONDS).endSpec().build();
    String token =
        cluster
            .admin()
            .serviceAccounts()
            .inNamespace(cluster.namespace())
            .withName(NAME)
            .tokenRequest(request)
            .getStatus()
            .getToken();
    return new Account(cluster, token);
  }

  /** As the API server names it. */
  String user() {
    return "system:serviceaccount:%s:%s".formatted(cluster.namespace(), NAME);
  }

  /** For a client of this process. */
  Config config() {
    return new ConfigBuilder(cluster.operatorConfig())
        .withImpersonateUsername(null)
        .withClientCertFile(null)
        .withClientKeyFile(null)
        .withClientCertData(null)
        .withClientKeyData(null)
        .withOauthToken(token)
        .build();
  }

  /** The same as an administrator's file, with this account, whose namespace is the operator's. */
  Path kubeconfig(String administrators, Path file) throws IOException {
    var config =
        Serialization.unmarshal(administrators, io.fabric8.kubernetes.api.model.Config.class);
    config.getContexts().forEach(c -> c.getContext().setNamespace(cluster.namespace()));
    config.getUsers().forEach(u -> u.setUser(new AuthInfoBuilder().withToken(token).build()));
    return Files.writeString(file, Serialization.asYaml(config));
  }

  /** To all that the operator may do, and to what it may in its own namespace. */
  private static void bind(Cluster cluster) {
    var all =
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(NAME + "-" + cluster.namespace())
            .endMetadata()
            .withNewRoleRef(RBAC, "ClusterRole", ChartRules.OPERATOR)
            .addNewSubject("", "ServiceAccount", NAME, cluster.namespace())
            .build();
    var own =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(LEADER)
            .withNamespace(cluster.namespace())
            .endMetadata()
            .withNewRoleRef(RBAC, "Role", LEADER)
            .addNewSubject("", "ServiceAccount", NAME, cluster.namespace())
            .build();
    cluster.admin().resource(leases(cluster)).create();
    cluster.admin().resource(all).create();
    cluster.admin().resource(own).create();
  }

  private static io.fabric8.kubernetes.api.model.rbac.Role leases(Cluster cluster) {
    return new RoleBuilder()
        .withNewMetadata()
        .withName(LEADER)
        .withNamespace(cluster.namespace())
        .endMetadata()
        .addNewRule()
        .withApiGroups("coordination.k8s.io")
        .withResources("leases")
        .withVerbs("create", "get", "update", "patch")
        .endRule()
        .build();
  }
}
