package dev.rlhf.e2e.actor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.e2e.cluster.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.ByteArrayInputStream;
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
  private final List<HasMetadata> objects;

  private Prometheus(KubernetesClient client, List<HasMetadata> objects) {
    this.client = client;
    this.objects = objects;
  }

  static Prometheus start(KubernetesClient client, String image) {
    var server = new Prometheus(client, objects(client, image));
    client.resourceList(server.objects).create();
    client.resource(configuration()).create();
    client.pods().inNamespace(NAMESPACE).withName(NAME).waitUntilReady(2, TimeUnit.MINUTES);
    return server;
  }

  void stop() {
    client.resourceList(objects).delete();
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

  private static List<HasMetadata> objects(KubernetesClient client, String image) {
    try (InputStream yaml = Prometheus.class.getResourceAsStream("/prometheus.yaml")) {
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      byte[] filledIn = text.replace("$IMAGE", image).getBytes(StandardCharsets.UTF_8);
      return client.load(new ByteArrayInputStream(filledIn)).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example scrapes every 15 seconds; a run of a minute has to be seen more often. */
  private static ConfigMap configuration() {
    try {
      String example =
          Files.readString(Settings.REPOSITORY.resolve("examples/monitoring/prometheus.yml"));
      return new ConfigMapBuilder()
          .withNewMetadata()
          .withName(NAME)
          .withNamespace(NAMESPACE)
          .endMetadata()
          .addToData(
              "prometheus.yml",
              example.replaceFirst("scrape_interval: \\w+", "scrape_interval: 1s"))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
