package dev.rlhf.e2e.actor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.e2e.cluster.Settings;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus server in the cluster, with the configuration that we give people as an example. */
public final class Prometheus {
  private static final String NAMESPACE = "monitoring";
  private static final String NAME = "prometheus";
  private static final int PORT = 9090;

  private final KubernetesClient client;

  private Prometheus(KubernetesClient client) {
    this.client = client;
  }

  static Prometheus start(KubernetesClient client, String image) {
    try (InputStream yaml = Prometheus.class.getResourceAsStream("/prometheus.yaml")) {
      String objects = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      client.load(stream(objects.replace("$IMAGE", image))).create();
      client.resource(configuration()).create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client.pods().inNamespace(NAMESPACE).withName(NAME).waitUntilReady(2, TimeUnit.MINUTES);
    return new Prometheus(client);
  }

  /** The values that a PromQL expression has now, one for each series. */
  public List<Double> values(String promQl) {
    List<Double> values = new ArrayList<>();
    for (JsonNode series : query(promQl).path("data").path("result")) {
      values.add(series.path("value").path(1).asDouble());
    }
    return values;
  }

  private JsonNode query(String promQl) {
    var pod = client.pods().inNamespace(NAMESPACE).withName(NAME);
    String path = "/api/v1/query?query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8);
    try (LocalPortForward forward = pod.portForward(PORT)) {
      URI uri = URI.create("http://localhost:" + forward.getLocalPort() + path);
      return new ObjectMapper().readTree(uri.toURL().openStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example scrapes every 15 seconds; a run of a minute has to be seen more often. */
  private static io.fabric8.kubernetes.api.model.ConfigMap configuration() throws IOException {
    var example = Settings.REPOSITORY.resolve("examples/monitoring/prometheus.yml");
    String often =
        Files.readString(example).replaceFirst("scrape_interval: \\w+", "scrape_interval: 1s");
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .addToData("prometheus.yml", often)
        .build();
  }

  private static InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
