package dev.rlhf.operator.cluster;

import dev.rlhf.manifest.CrdYaml;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real kube-apiserver with our CRD, one for all test classes; each test has a namespace of its
 * own.
 */
public final class ApiServer implements ParameterResolver {
  private static final String KEY = "api-server";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Cluster.create(started(context).config);
  }

  private static Started started(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(KEY, key -> Started.start(), Started.class);
  }

  /** A server that runs. */
  public record Started(KubeAPIServer server, Config config) implements AutoCloseable {

    static Started start() {
      return start(List.of());
    }

    /** Starts one with further flags. */
    public static Started start(List<String> flags) {
      var server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig().withApiServerFlags(flags).build());
      server.start();
      Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
      prepare(config);
      return new Started(server, config);
    }

    /** Has an API server know our resource, and what the operator may do. */
    public static void prepare(Config config) {
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        Crds.apply(client, Serialization.unmarshal(CrdYaml.read(), CustomResourceDefinition.class));
        ChartRules.apply(client);
      }
    }

    @Override
    public void close() {
      server.stop();
    }
  }
}
