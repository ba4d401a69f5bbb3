package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.Guard;
import dev.rlhf.manifest.GuardAction;
import dev.rlhf.manifest.GuardMetric;

/**
 * A guard, every setting resolved.
 *
 * @param above the bound; null where {@code below} is one
 * @param below the bound; null where {@code above} is one
 * @param forSteps iterations in a row after which it acts
 * @param learningRateFactor of a rollback, as the others that follow
 * @param atMost rollbacks after which the next one fails the stage
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GuardSettings(
    GuardMetric metric,
    Double above,
    Double below,
    int forSteps,
    GuardAction action,
    double learningRateFactor,
    double klCoefficientFactor,
    int atMost) {

  public GuardSettings {
    Requirement.that(metric != null, "settings.guards: metric is missing: write a figure's name");
    Requirement.that(
        (above == null) != (below == null),
        "settings.guards: %s needs one bound: write above or below",
        metric.id());
    Requirement.that(
        action != null, "settings.guards: action is missing: write Warn, Rollback, Stop or Fail");
  }

  static GuardSettings of(Guard guard) {
    return new GuardSettings(
        guard.metric(),
        guard.above(),
        guard.below(),
        Default.of(guard.forSteps(), 1),
        guard.action(),
        Default.of(guard.learningRateFactor(), 0.5),
        Default.of(guard.klCoefficientFactor(), 1.0),
        Default.of(guard.atMost(), 3));
  }
}
