package dev.rlhf.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChartTest {
  /** Objects that Kubernetes defines: what may stand in them is not ours to say. */
  private static final Set<String> OPEN =
      Set.of("global", "affinity", "podSecurityContext", "resources.limits", "resources.requests");

  @Test
  void theOperatorMayNotTouchSecretsNorMoreThanItNames() throws IOException {
    for (JsonNode rule : Chart.yaml("files/operator-rules.yaml")) {
      assertThat(rule.path("resources")).isNotEmpty().doesNotContain(TextNode.valueOf("secrets"));
      assertThat(rule.toString()).doesNotContain("*");
    }
  }

  @Test
  void theSchemaRefusesWhatItDoesNotKnow() throws IOException {
    Chart.schemas()
        .forEach(
            (path, schema) -> {
              if (schema.path("type").asText().equals("object") && !OPEN.contains(path)) {
                assertThat(schema.has("additionalProperties")).as(path).isTrue();
              }
            });
  }

  @Test
  void everyValueHasASchemaAndALineInTheReadme() throws IOException {
    Set<String> leaves = new TreeSet<>();
    Map<String, JsonNode> schemas = Chart.schemas();
    leaves("", Chart.yaml("values.yaml"), schemas, leaves);

    String readme = Chart.text("README.md");
    for (String leaf : leaves) {
      assertThat(schemas).containsKey(leaf);
      assertThat(readme).contains("| `" + leaf + "` |");
    }
  }

  @Test
  void theVersionIsTheProjects() throws IOException {
    JsonNode chart = Chart.yaml("Chart.yaml");
    String project = System.getProperty("rlhf.version");
    assertThat(chart.path("version").asText()).isEqualTo(project);
    assertThat(chart.path("appVersion").asText()).isEqualTo(project);
  }

  /** Goes down as far as the schema names properties. */
  private static void leaves(
      String path, JsonNode value, Map<String, JsonNode> schemas, Set<String> into) {
    Map<String, JsonNode> inner = new TreeMap<>();
    value.properties().forEach(p -> inner.put(Chart.join(path, p.getKey()), p.getValue()));
    boolean named = inner.keySet().stream().anyMatch(schemas::containsKey);
    if (path.isEmpty() || named) {
      inner.forEach((name, node) -> leaves(name, node, schemas, into));
    } else {
      into.add(path);
    }
  }
}
