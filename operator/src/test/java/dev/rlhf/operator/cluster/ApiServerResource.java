package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Starts an API server for the application under test and points its client there. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {
  private static final String CLIENT = "quarkus.kubernetes-client.";

  private ApiServer.Started started;

  @Override
  public Map<String, String> start() {
    started = ApiServer.Started.start();
    System.setProperty(Config.KUBERNETES_IMPERSONATE_USERNAME, ChartRules.OPERATOR);
    Config config = started.config();
    Map<String, String> properties = new HashMap<>();
    put(properties, "api-server-url", config.getMasterUrl());
    put(properties, "ca-cert-file", config.getCaCertFile());
    put(properties, "ca-cert-data", config.getCaCertData());
    put(properties, "client-cert-file", config.getClientCertFile());
    put(properties, "client-cert-data", config.getClientCertData());
    put(properties, "client-key-file", config.getClientKeyFile());
    put(properties, "client-key-data", config.getClientKeyData());
    return properties;
  }

  private static void put(Map<String, String> properties, String name, String value) {
    if (value != null) {
      properties.put(CLIENT + name, value);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        Cluster.create(started.config()), new TestInjector.MatchesType(Cluster.class));
  }

  @Override
  public void stop() {
    System.clearProperty(Config.KUBERNETES_IMPERSONATE_USERNAME);
    started.close();
  }
}
