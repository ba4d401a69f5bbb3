package dev.rlhf.manifest;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that no setting of a stage is added, removed or changed. They are made from the schema,
 * so that a setting which comes later is frozen, too, without anybody thinking of it.
 */
final class FrozenStages {
  /** What a checkpoint does not depend on; read anew for every attempt. */
  private static final Set<String> FREE =
      Set.of("resources", "podTemplate", "activeDeadlineSeconds");

  private FrozenStages() {}

  static void freeze(JSONSchemaProps spec) {
    List<ValidationRule> rules = new ArrayList<>(spec.getXKubernetesValidations());
    JSONSchemaProps stages = spec.getProperties().get("stages");
    stages
        .getProperties()
        .forEach(
            (name, stage) ->
                rules.add(
                    rule(
                        "self.stages",
                        name,
                        stage,
                        "stages cannot be changed while their checkpoints exist, except for resources,"
                            + " podTemplate and activeDeadlineSeconds; create a new run")));
    rules.add(
        rule(
            "self",
            "evaluation",
            spec.getProperties().get("evaluation"),
            "evaluation cannot be changed, except for resources, podTemplate and activeDeadlineSeconds: its result speaks of"
                + " it; create a new run"));
    spec.setXKubernetesValidations(rules);
  }

  private static ValidationRule rule(
      String parent, String name, JSONSchemaProps stage, String message) {
    String settings =
        stage.getProperties().keySet().stream()
            .filter(setting -> !FREE.contains(setting))
            .map(setting -> same(parent + "." + name + "." + setting))
            .map(same -> "(" + same + ")")
            .collect(Collectors.joining(" && "));
    String field = parent + "." + name;
    return new ValidationRuleBuilder()
        .withRule(
            "has(%s) == has(%s) && (!has(%s) || (%s))"
                .formatted(field, before(field), field, settings))
        .withMessage(message)
        .build();
  }

  /** A rule on an optional field would not see it being added or removed. */
  private static String same(String field) {
    return "has(%s) == has(%s) && (!has(%s) || %s == %s)"
        .formatted(field, before(field), field, field, before(field));
  }

  private static String before(String field) {
    return field.replaceFirst("^self", "oldSelf");
  }
}
