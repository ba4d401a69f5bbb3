package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The time that an attempt's pod has from SIGTERM to SIGKILL. */
final class GracePeriod {
  /** The rest of a step and a checkpoint may well take longer than they ever did. */
  private static final int MARGIN = 2;

  private GracePeriod() {}

  /** Of the first attempt, what the platform team settled; of later ones, as long as it takes. */
  static Duration of(Attempt attempt, TrainerPods pods) {
    Duration measured =
        Optional.ofNullable(attempt.run().getStatus()).map(RLHFRunStatus::stages).stream()
            .flatMap(List::stream)
            .filter(stage -> stage.name().equals(attempt.config().stage().id()))
            .map(StageStatus::shutdownSeconds)
            .filter(Objects::nonNull)
            .map(seconds -> Duration.ofSeconds(MARGIN * seconds))
            .findFirst()
            .orElse(Duration.ZERO);
    Duration least = pods.terminationGracePeriod();
    return measured.compareTo(least) > 0 ? measured : least;
  }
}
