package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the one YAML document of a text. */
final class YamlDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private YamlDocument() {}

  /**
   * The document's fields.
   *
   * @param label what to call the text in messages
   * @throws InvalidInputException when the text is no YAML, or not one mapping
   */
  static ObjectNode parse(String text, String label) {
    Iterator<Object> documents = load(label).loadAllFromString(text).iterator();
    Object first = next(documents, label);
    if (!(first instanceof Map<?, ?> fields)) {
      throw new InvalidInputException(
          label + ": no manifest is in it; write apiVersion, kind, metadata and spec");
    }
    if (next(documents, label) != null) {
      throw new InvalidInputException(
          label + ": holds several documents; write one RLHFRun in a file of its own");
    }
    return JSON.valueToTree(withTextKeys(fields));
  }

  private static Load load(String label) {
    return new Load(
        LoadSettings.builder()
            .setLabel(label)
            .setSchema(new KubernetesYaml())
            .setAllowDuplicateKeys(false)
            .build());
  }

  /** The next document that holds something: {@code ---} at the end makes an empty one. */
  private static Object next(Iterator<Object> documents, String label) {
    try {
      while (documents.hasNext()) {
        Object document = documents.next();
        if (document != null) {
          return document;
        }
      }
      return null;
    } catch (MarkedYamlEngineException e) {
      throw new InvalidInputException("%s%s: %s".formatted(label, line(e), e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new InvalidInputException(label + ": " + e.getMessage(), e);
    }
  }

  private static String line(MarkedYamlEngineException e) {
    return e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }

  private static Object withTextKeys(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((key, field) -> fields.put(String.valueOf(key), withTextKeys(field)));
      return fields;
    }
    return value instanceof List<?> list
        ? list.stream().map(YamlDocument::withTextKeys).toList()
        : value;
  }
}
