package dev.rlhf.manifest;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules that the settings of a stage that is done say what it was done with. They stand at the
 * root, where a rule sees the status, too. Whoever has the stage run again may change them.
 */
final class FinishedStages {
  /**
   * A stage that a run goes back to when it goes back to one of these.
   *
   * @param id its name in status
   * @param from CEL on the spec, which holds when a restart has the stage begin anew
   */
  private record Part(String path, String id, String from) {}

  private static final String RESTART = "self.spec.restart";

  private static final List<Part> PARTS =
      List.of(
          new Part("stages.sft", "sft", RESTART + ".from == 'sft'"),
          new Part(
              "stages.rewardModel",
              "rm",
              RESTART
                  + ".from == 'rewardModel' || ("
                  + RESTART
                  + ".from == 'sft' && !(has(self.spec.stages.rewardModel.initFrom)"
                  + " && self.spec.stages.rewardModel.initFrom == 'model'))"),
          new Part("stages.ppo", "ppo", RESTART + ".from in ['sft', 'rewardModel', 'ppo']"));

  private FinishedStages() {}

  static void freeze(JSONSchemaProps root) {
    List<ValidationRule> rules = new ArrayList<>(root.getXKubernetesValidations());
    PARTS.forEach(part -> rules.add(rule(part)));
    root.setXKubernetesValidations(rules);
  }

  private static ValidationRule rule(Part part) {
    String field = "self.spec." + part.path();
    String same =
        Changeable.settings(part.path()).stream()
            .map(name -> Same.field(field + "." + name))
            .collect(Collectors.joining(" && "));
    return new ValidationRuleBuilder()
        .withRule(
            ("!has(oldSelf.status) || !has(oldSelf.status.stages)"
                    + " || !oldSelf.status.stages.exists(s, s.name == '%s' && s.phase == 'Succeeded')"
                    + " || !has(%s) || !has(%s) || (%s) || (has(%s) && (!has(oldSelf.status.restart)"
                    + " || oldSelf.status.restart.nonce != %s.nonce) && (%s))")
                .formatted(
                    part.id(), field, Same.before(field), same, RESTART, RESTART, part.from()))
        .withMessage(
            "%s is done, and its settings say what it was done with: undo the change, or have the stage run again with them by a new spec.restart in the same edit"
                .formatted(part.path()))
        .build();
  }
}
