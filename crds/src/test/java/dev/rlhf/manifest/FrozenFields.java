package dev.rlhf.manifest;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules that nothing is added, removed or changed but what {@link MayChange} marks. They are
 * made from the schema, so that a setting which comes later is frozen, too, without anybody
 * thinking of it.
 */
final class FrozenFields {
  private FrozenFields() {}

  static void freeze(JSONSchemaProps spec) {
    List<ValidationRule> rules = new ArrayList<>(spec.getXKubernetesValidations());
    JSONSchemaProps stages = spec.getProperties().get("stages");
    rules.add(rule("checkpoints", spec.getProperties().get("checkpoints")));
    stages.getProperties().forEach((name, stage) -> rules.add(rule("stages." + name, stage)));
    rules.add(rule("evaluation", spec.getProperties().get("evaluation")));
    spec.setXKubernetesValidations(rules);
  }

  private static ValidationRule rule(String part, JSONSchemaProps schema) {
    List<String> free = Changeable.fields(part);
    String frozen =
        schema.getProperties().keySet().stream()
            .filter(name -> !free.contains(name))
            .map(name -> Same.field("self." + part + "." + name))
            .collect(Collectors.joining(" && "));
    String field = "self." + part;
    return new ValidationRuleBuilder()
        .withRule(
            "has(%s) == has(%s) && (!has(%s) || (%s))"
                .formatted(field, Same.before(field), field, frozen))
        .withMessage(
            "%s cannot be changed once checkpoints exist, except for %s; create a new run"
                .formatted(part, String.join(", ", free)))
        .build();
  }
}
