package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server itself accepts and refuses manifests, in the words that ours use. */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class CrdTest {
  private static final Path CASES = Path.of("../crds/src/test/resources");
  private static final YAMLMapper YAML = new YAMLMapper();

  static List<Path> valid() throws IOException {
    return files("valid");
  }

  static List<Path> invalid() throws IOException {
    return files("invalid");
  }

  static List<Path> changes() throws IOException {
    return files("changes");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aValidManifestIsAccepted(Path file, Cluster cluster) throws IOException {
    assertThat(send(cluster, "POST", "", read(file), true)).contains("\"kind\":\"RLHFRun\"");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidManifestIsRefusedWithItsMessage(Path file, Cluster cluster) throws IOException {
    JsonNode sample = read(file);

    assertThatThrownBy(() -> send(cluster, "POST", "", sample.get("resource"), true))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(sample.get("message").asText());
  }

  /** A change without a message is allowed. */
  @ParameterizedTest
  @MethodSource("changes")
  void whatCheckpointsDependOnCannotBeChanged(Path file, Cluster cluster) throws IOException {
    JsonNode sample = read(file);
    send(cluster, "POST", "", run(sample.get("before")), false);
    JsonNode after = run(sample.get("after"));

    if (sample.has("message")) {
      assertThatThrownBy(() -> patch(cluster, after))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(sample.get("message").asText());
    } else {
      assertThat(patch(cluster, after)).contains("\"generation\":2");
    }
  }

  private static String patch(Cluster cluster, JsonNode after) throws IOException {
    var current = YAML.readTree(send(cluster, "GET", "/run", null, false));
    ((ObjectNode) after).set("metadata", current.get("metadata"));
    return send(cluster, "PUT", "/run", after, false);
  }

  private static JsonNode run(JsonNode spec) {
    return YAML.createObjectNode()
        .put("apiVersion", "rlhf.dev/v1alpha1")
        .put("kind", "RLHFRun")
        .<ObjectNode>set("metadata", YAML.createObjectNode().put("name", "run"))
        .set("spec", spec);
  }

  private static String send(
      Cluster cluster, String method, String name, JsonNode body, boolean dryRun) {
    String uri =
        "/apis/rlhf.dev/v1alpha1/namespaces/%s/rlhfruns%s?fieldValidation=Strict%s"
            .formatted(cluster.namespace(), name, dryRun ? "&dryRun=All" : "");
    return cluster.admin().raw(uri, method, body);
  }

  private static JsonNode read(Path file) throws IOException {
    return asKubectlWrites(YAML.readTree(file.toFile()));
  }

  /** Of YAML's 7.0, kubectl makes JSON's 7. */
  private static JsonNode asKubectlWrites(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(asKubectlWrites(field.getValue())));
    }
    return node.isDouble() && node.asDouble() == node.asLong()
        ? YAML.getNodeFactory().numberNode(node.asLong())
        : node;
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(CASES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
