package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.Digest;
import dev.rlhf.manifest.Changeable;
import dev.rlhf.manifest.RLHFRunSpec;

/**
 * A short name for all that a manifest says of a stage and that may change between two attempts.
 *
 * <p>It is made of what the manifest says and not of what that is resolved to: a later version of
 * the operator, which may know more settings or other defaults, must not take it for a change.
 */
public final class Revision {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private static final String CHECKPOINTS = "checkpoints";
  private static final int LENGTH = 8;

  private Revision() {}

  /** The revision of a stage's settings: eight hexadecimal digits. */
  public static String of(RLHFRunSpec spec, Stage stage) {
    ObjectNode told = JSON.createObjectNode();
    told.set(CHECKPOINTS, settings(spec, CHECKPOINTS));
    told.set(stage.id(), settings(spec, stage.specPath()));
    return Digest.of(told.toString()).substring(0, LENGTH);
  }

  private static ObjectNode settings(RLHFRunSpec spec, String part) {
    JsonNode all = JSON.valueToTree(Changeable.part(spec, part));
    ObjectNode settings = JSON.createObjectNode();
    Changeable.settings(part).stream()
        .sorted()
        .filter(all::has)
        .forEach(name -> settings.set(name, all.get(name)));
    return settings;
  }
}
