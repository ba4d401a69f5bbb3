package dev.rlhf.operator.objects;

import dev.rlhf.manifest.StageStatus;
import java.time.Duration;

/** The time that an attempt's pod has from SIGTERM to SIGKILL. */
final class GracePeriod {
  /** The rest of a step and a checkpoint may well take longer than they ever did. */
  private static final int MARGIN = 2;

  private GracePeriod() {}

  /** Of the first attempt, what the platform team settled; of later ones, as long as it takes. */
  static Duration of(Attempt attempt, TrainerPods pods) {
    Duration measured =
        attempt
            .recorded()
            .map(StageStatus::shutdownSeconds)
            .map(seconds -> Duration.ofSeconds(MARGIN * seconds))
            .orElse(Duration.ZERO);
    Duration least = pods.terminationGracePeriod();
    return measured.compareTo(least) > 0 ? measured : least;
  }
}
