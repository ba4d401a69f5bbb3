package dev.rlhf.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the platform team settles, as {@code rlhf.*} properties or {@code RLHF_*} variables. */
@ConfigMapping(prefix = "rlhf")
public interface OperatorSettings {
  /** The image of trainer pods, where a run names none. */
  String trainerImage();

  /** The same for stages that compute on a GPU of NVIDIA's. */
  String trainerCudaImage();

  /**
   * From SIGTERM to SIGKILL of a trainer, time to finish a step and write a checkpoint: what a
   * stage's first attempt has, and later ones at least.
   */
  @WithDefault("120s")
  Duration terminationGracePeriod();

  /** How often running pods are asked how far they are. */
  @WithDefault("4s")
  Duration progressInterval();
}
