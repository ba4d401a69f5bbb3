package dev.rlhf.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.e2e.cluster.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The files of the chart, as they are committed. */
final class Chart {
  private static final Path FOLDER = Settings.REPOSITORY.resolve("helm/rlhf-operator");

  private Chart() {}

  static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(text(file));
  }

  static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(text(file));
  }

  /** The schema of each value, by the value's path: inner ones and leaves. */
  static Map<String, JsonNode> schemas() throws IOException {
    Map<String, JsonNode> schemas = new TreeMap<>();
    collect("", json("values.schema.json"), schemas);
    return schemas;
  }

  private static void collect(String path, JsonNode schema, Map<String, JsonNode> into) {
    into.put(path, schema);
    if (schema.get("properties") instanceof ObjectNode properties) {
      properties
          .properties()
          .forEach(property -> collect(join(path, property.getKey()), property.getValue(), into));
    }
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
