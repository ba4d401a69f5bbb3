package dev.rlhf.operator.objects;

import java.time.Duration;

/**
 * What the platform team settles for all trainer pods.
 *
 * @param image the trainer's image, where a run names none
 * @param terminationGracePeriod from SIGTERM to SIGKILL: time to finish a step and write a
 *     checkpoint
 */
public record TrainerPods(String image, Duration terminationGracePeriod) {
  public TrainerPods {
    if (image == null || image.isBlank()) {
      throw new IllegalArgumentException("rlhf.trainer-image is empty: name the trainer's image");
    }
    if (terminationGracePeriod.isNegative()) {
      throw new IllegalArgumentException(
          "rlhf.termination-grace-period is negative: write a duration such as 120s");
    }
  }
}
