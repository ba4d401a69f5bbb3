package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.manifest.CrdYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A structural schema, as a CustomResourceDefinition has it.
 *
 * <p>A keyword that is not here fails the reading: a schema is never checked in part.
 *
 * @param type null where {@code intOrString}
 * @param anyOf says once more what {@code intOrString} says, and nothing else
 * @param anyField whether fields that are not here are accepted, and not looked at
 * @param allowed the values of an enum
 * @param fallback the value where the manifest has none
 */
@JsonIgnoreProperties("description")
record Schema(
    String type,
    @JsonProperty("x-kubernetes-int-or-string") boolean intOrString,
    JsonNode anyOf,
    @JsonProperty("x-kubernetes-preserve-unknown-fields") boolean anyField,
    Map<String, Schema> properties,
    List<String> required,
    Schema additionalProperties,
    Schema items,
    @JsonProperty("enum") List<JsonNode> allowed,
    @JsonProperty("default") JsonNode fallback,
    Integer minLength,
    Integer maxLength,
    Integer minItems,
    Integer maxItems,
    Integer maxProperties,
    @JsonProperty("x-kubernetes-validations") List<Rule> rules) {

  private static final ObjectMapper YAML = new YAMLMapper();

  /** A rule in the Common Expression Language, and what to say where it does not hold. */
  record Rule(String rule, String message) {
    /** Whether it compares with an earlier version of the resource. */
    boolean isTransition() {
      return rule.contains("oldSelf");
    }
  }

  Schema {
    if (anyOf != null && !intOrString) {
      throw new IllegalArgumentException("anyOf is known for integer-or-string only");
    }
    properties = properties == null ? Map.of() : properties;
    required = required == null ? List.of() : required;
    allowed = allowed == null ? List.of() : allowed;
    rules = rules == null ? List.of() : rules;
  }

  /** The schema of a field of an object; empty where the object takes any and knows none. */
  Optional<Schema> field(String name) {
    return Optional.ofNullable(properties.getOrDefault(name, additionalProperties));
  }

  /** The type's name as messages show it; empty where there are two. */
  String shownType() {
    return type == null ? "" : type;
  }

  /**
   * The schema of a manifest: the committed one, without the status, which no manifest can set, and
   * with the fields of {@code metadata}.
   */
  static Schema ofManifest() {
    try (InputStream metadata = Schema.class.getResourceAsStream("object-meta.yaml")) {
      ObjectNode root =
          (ObjectNode)
              YAML.readTree(CrdYaml.read())
                  .at("/spec/versions/0/schema/openAPIV3Schema")
                  .deepCopy();
      ObjectNode fields = (ObjectNode) root.get("properties");
      fields.putObject("apiVersion").put("type", "string");
      fields.putObject("kind").put("type", "string");
      fields.set("metadata", YAML.readTree(metadata));
      fields.remove("status");
      return YAML.treeToValue(root, Schema.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
