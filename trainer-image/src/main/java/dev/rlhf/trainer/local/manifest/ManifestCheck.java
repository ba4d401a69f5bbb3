package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the verdict that an API server gives on a new resource, in its order: unknown fields,
 * defaults, structure, rules.
 */
final class ManifestCheck {
  private static final Schema SCHEMA = Schema.ofManifest();
  private static final Violation RULES_NOT_CHECKED =
      new Violation(
          "<nil>: Invalid value: null: some validation rules were not checked because the object was"
              + " invalid; correct the existing errors to complete validation",
          false);

  private ManifestCheck() {}

  /**
   * Checks a manifest and fills its defaults in.
   *
   * @return what is wrong, empty where the manifest is accepted
   */
  static List<Violation> check(ObjectNode manifest) {
    manifest.remove("status");
    List<Violation> unknown = UnknownFields.in(SCHEMA, manifest);
    if (!unknown.isEmpty()) {
      return unknown;
    }
    Defaults.fillIn(SCHEMA, manifest);
    List<Violation> found = new ArrayList<>(StructuralCheck.of(SCHEMA, manifest));
    found.addAll(0, ResourceName.check(manifest));
    found.addAll(rules(found, manifest));
    return found;
  }

  private static List<Violation> rules(List<Violation> found, JsonNode manifest) {
    return found.stream().anyMatch(Violation::blocksRules)
        ? List.of(RULES_NOT_CHECKED)
        : CelRules.broken(SCHEMA, manifest);
  }
}
