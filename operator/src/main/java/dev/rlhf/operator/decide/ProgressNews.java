package dev.rlhf.operator.decide;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.StageProgress;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.report.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether what a pod says of itself is worth a status: it has made steps, or something else that
 * people see is another. That it is still where it was is told now and then, with the time until
 * its end and the GPU-seconds so far.
 */
final class ProgressNews {
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(30);

  private ProgressNews() {}

  static boolean is(ProgressSample said, StageStatus known) {
    StageProgress before = known.progress();
    if (before == null || !isWhereItWas(said.progress(), before)) {
      return true;
    }
    Progress now = said.progress();
    return now.checkpoint() != null && !now.checkpoint().equals(known.checkpoint())
        || !Objects.equals(Figures.following(known.figures(), now.figures()), known.figures())
        || takesUpItsGpus(now, known)
        || isLongAgo(before, said.at());
  }

  private static boolean isWhereItWas(Progress now, StageProgress before) {
    return Objects.equals(before.step(), now.step()) && Objects.equals(before.total(), now.total());
  }

  /** From now on its GPUs do something: what they did before is counted up to here. */
  private static boolean takesUpItsGpus(Progress now, StageStatus known) {
    return now.phase() != Progress.Phase.LOADING
        && Optional.ofNullable(known.usage())
            .filter(usage -> usage.gpus() != null && usage.gpus() > 0)
            .filter(usage -> usage.gpuSeconds().unsaved() == 0)
            .isPresent();
  }

  /** Or in the future, of a clock that was set back. */
  private static boolean isLongAgo(StageProgress before, Instant now) {
    Instant told = Instant.parse(before.at());
    return !now.isBefore(told.plus(NOW_AND_THEN)) || now.isBefore(told);
  }
}
