package dev.rlhf.operator.objects;

import dev.rlhf.manifest.Device;
import java.time.Duration;

/**
 * What the platform team settles for all trainer pods.
 *
 * @param image the trainer's image, where a run names none
 * @param cudaImage the same for stages that compute on a GPU of NVIDIA's
 * @param terminationGracePeriod from SIGTERM to SIGKILL: time to finish a step and write a
 *     checkpoint
 */
public record TrainerPods(String image, String cudaImage, Duration terminationGracePeriod) {
  public TrainerPods {
    present("rlhf.trainer-image", image);
    present("rlhf.trainer-cuda-image", cudaImage);
    if (terminationGracePeriod.isNegative()) {
      throw new IllegalArgumentException(
          "rlhf.termination-grace-period is negative: write a duration such as 120s");
    }
  }

  private static void present(String setting, String image) {
    if (image == null || image.isBlank()) {
      throw new IllegalArgumentException(
          "%s is empty: name an image of the trainer".formatted(setting));
    }
  }

  /** The image for what computes on a device, where a run names none. */
  String image(Device device) {
    return switch (device) {
      case CPU -> image;
      case CUDA -> cudaImage;
    };
  }
}
