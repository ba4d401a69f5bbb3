package dev.rlhf.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.manifest.FieldChange;
import java.util.List;

/**
 * What differs between the configuration that a checkpoint was made with and the one of an attempt
 * that would go on from it. Paths and uris do not count: what they lead to has a digest.
 */
public record ConfigChanges(List<FieldChange> fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The fields that differ; both are of the same stage. */
  public static ConfigChanges between(StageConfig before, StageConfig now) {
    return new ConfigChanges(FieldChange.between(List.of(), spec(before), spec(now)));
  }

  /** A configuration's values in the places that they have in a manifest. */
  private static JsonNode spec(StageConfig config) {
    var spec = JSON.createObjectNode();
    spec.put("seed", config.seed());
    spec.set("chatFormat", JSON.valueToTree(config.chatFormat()));
    spec.set("checkpoints", JSON.valueToTree(config.checkpoints()));
    var place = spec;
    for (String name : config.stage().specPath().split("[.]")) {
      place = place.putObject(name);
    }
    place.setAll((ObjectNode) JSON.valueToTree(config.settings()));
    return spec;
  }

  /** Those that a checkpoint does not survive. */
  public List<FieldChange> refused() {
    return fields.stream().filter(field -> !field.isAllowed()).toList();
  }

  /** Whether a checkpoint that was final stays so: only how often one is written has changed. */
  public boolean keepTheEnd() {
    return fields.stream().allMatch(field -> field.path().get(0).equals("checkpoints"));
  }
}
