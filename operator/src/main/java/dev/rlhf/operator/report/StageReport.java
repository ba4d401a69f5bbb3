package dev.rlhf.operator.report;

import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.Verdict;

/**
 * What there is to say of one stage.
 *
 * @param status with the word for what it waits for
 * @param verdict what it does, and why
 */
public record StageReport(StageStatus status, Verdict verdict) {

  /** The report on a stage that has become what is given. */
  public static StageReport of(StageStatus stage, Verdict verdict) {
    String waiting = stage.phase().isFinished() ? null : verdict.waiting().orElse(null);
    return new StageReport(StageDraft.from(stage).waiting(waiting).status(), verdict);
  }

  boolean isOpen() {
    return !status.phase().isFinished();
  }
}
