package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.Validation;

/**
 * How the best checkpoint is told.
 *
 * @param samples held-out prompts that are answered with each checkpoint
 * @param maxKl that the best one keeps to; null where there is no bound
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValidationSettings(int samples, Double maxKl) {

  static ValidationSettings of(Validation given) {
    return given == null
        ? null
        : new ValidationSettings(Default.of(given.samples(), 128), given.maxKl());
  }
}
