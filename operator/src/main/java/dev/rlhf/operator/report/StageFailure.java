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
    EndReason end = EndReason.ofWord(failed.reason()).orElse(EndReason.ERROR);
    return new Verdict(reason(end), failed.message());
  }

  private static Reason reason(EndReason end) {
    return end == EndReason.NO_PROGRESS
        ? Reason.NO_PROGRESS
        : reason(end.failure().orElse(FailureClass.ERROR));
  }

  private static Reason reason(FailureClass failure) {
    return switch (failure) {
      case INVALID -> Reason.INVALID_INPUT;
      case GUARD -> Reason.GUARD_FAILED;
      case DEADLINE -> Reason.DEADLINE_EXCEEDED;
      case ERROR, DISRUPTION, DAMAGED -> Reason.RETRIES_EXHAUSTED;
    };
  }

  /** Whether the run fails because of this stage, and not this stage because of the run. */
  static boolean isCause(StageStatus stage) {
    return stage.phase() == StagePhase.FAILED && !EndReason.GIVEN_UP.word().equals(stage.reason());
  }
}
