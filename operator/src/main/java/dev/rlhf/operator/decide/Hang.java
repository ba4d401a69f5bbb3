package dev.rlhf.operator.decide;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.StepTimeout;
import dev.rlhf.manifest.StepTimeoutAction;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.StageObservation;
import java.util.Locale;
import java.util.Optional;

/**
 * A stage that holds its GPUs and makes no step. Only its own word counts for that: a pod that
 * cannot be asked may be at work, and one that loads or saves makes no steps.
 */
final class Hang {
  private Hang() {}

  /** What ends because it hangs. */
  static Optional<Cut> of(StageObservation o) {
    StepTimeout timeout = o.run().getSpec().stepTimeout();
    return timeout == null || timeout.action() == StepTimeoutAction.OFF
        ? Optional.empty()
        : o.lastSaid()
            .map(ProgressSample::progress)
            .filter(said -> said.phase() == Progress.Phase.TRAINING)
            .filter(said -> said.medianStepSeconds() != null)
            .filter(said -> said.secondsSinceStep() > limit(timeout, said))
            .map(Hang::cut);
  }

  private static double limit(StepTimeout timeout, Progress said) {
    return Math.max(
        Period.of(timeout.atLeast()).toSeconds(), timeout.medians() * said.medianStepSeconds());
  }

  private static Cut cut(Progress said) {
    return new Cut(
        EndReason.NO_PROGRESS,
        String.format(
            Locale.ROOT,
            "no step for %.0f s after step %d, where half of its steps took less than %.1f s: see its log,"
                + " or raise spec.stepTimeout where a step may take so long",
            said.secondsSinceStep(),
            said.step(),
            said.medianStepSeconds()));
  }
}
