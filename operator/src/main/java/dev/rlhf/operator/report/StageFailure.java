package dev.rlhf.operator.report;

import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.FailureClass;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;

/** Why a run fails with a stage: told by the stage's status, since another may end long after. */
public final class StageFailure {
  private StageFailure() {}

  /** The verdict on the run. */
  public static Verdict of(StageStatus failed) {
    boolean invalid =
        EndReason.ofWord(failed.reason())
            .flatMap(EndReason::failure)
            .filter(FailureClass.INVALID::equals)
            .isPresent();
    return new Verdict(invalid ? Reason.INVALID_INPUT : Reason.RETRIES_EXHAUSTED, failed.message());
  }

  /** Whether the run fails because of this stage, and not this stage because of the run. */
  static boolean isCause(StageStatus stage) {
    return stage.phase() == StagePhase.FAILED && !EndReason.GIVEN_UP.word().equals(stage.reason());
  }
}
