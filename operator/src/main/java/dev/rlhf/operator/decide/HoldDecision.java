package dev.rlhf.operator.decide;

import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import dev.rlhf.operator.report.StageReport;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * A stage that is to hold still, and one that was stopped. That it stops is recorded first, so that
 * whatever becomes of its Job then costs no retry; the Job goes next, and at last its pods.
 */
final class HoldDecision {
  private HoldDecision() {}

  /** What is to be done about it; empty where the stage goes on in its ordinary way. */
  static Optional<StageStep> of(StageObservation o) {
    if (o.status().phase().isUnderWay()) {
      return cut(o).filter(cut -> canBeStopped(o)).map(cut -> stop(cut, o));
    }
    if (!o.isHeld() && o.status().phase() != StagePhase.STOPPED || isDone(o)) {
      return Optional.empty();
    }
    return o.openJob()
        .map(job -> end(job, o))
        .or(() -> o.livePod().map(pod -> ends(o, Wait.forPod(pod).message())))
        .or(() -> o.isHeld() ? Optional.of(still(o)) : Optional.empty());
  }

  /** A Job that has ended has told how, unless it is being deleted; one that is gone tells, too. */
  private static boolean canBeStopped(StageObservation o) {
    return o.ownJob()
        .map(
            job ->
                switch (JobState.of(job).phase()) {
                  case SUSPENDED, ACTIVE -> true;
                  case FAILED -> job.isMarkedForDeletion();
                  case COMPLETE -> false;
                })
        .orElse(o.status().jobUid() == null);
  }

  /** It came to its end before its Job could be deleted. */
  static boolean isDone(StageObservation o) {
    return o.status().phase() == StagePhase.STOPPED
        && o.ownJob()
            .filter(job -> JobState.of(job).phase() == JobState.Phase.COMPLETE)
            .isPresent();
  }

  /** On the user's word first: that costs nothing. */
  private static Optional<Cut> cut(StageObservation o) {
    if (o.isHeld()) {
      String word = Observation.isSuspended(o.run()) ? "spec.suspend" : "spec.restart";
      return Optional.of(new Cut(EndReason.STOPPED, "stopped by " + word));
    }
    return Deadline.passed(o).or(() -> Hang.of(o));
  }

  private static StageStep stop(Cut cut, StageObservation o) {
    StageDraft stopped = StageDraft.from(o.status()).stopped(cut.reason(), cut.words());
    o.lastSaid().ifPresent(said -> stopped.checkpoint(said.progress().checkpoint()));
    return StageStep.stands(
        stopped.status(), verdict(o, "%s; its Job is about to be deleted".formatted(cut.words())));
  }

  private static StageStep end(Job job, StageObservation o) {
    String name = job.getMetadata().getName();
    return job.isMarkedForDeletion()
        ? ends(o, "Job %s is being deleted, and its pod saves a checkpoint".formatted(name))
        : new StageStep.Deed(new Decision.StopJob(job));
  }

  /** A pod that ends tells of its last checkpoint while it is there. */
  private static StageStep ends(StageObservation o, String message) {
    StageDraft stage = StageDraft.from(o.status());
    o.lastWords().ifPresent(said -> stage.checkpoint(said.checkpoint()).figures(said.figures()));
    return new StageStep.Stands(
        StageReport.of(stage.status(), verdict(o, message)), Optional.of(RunDecision.LOOK_AGAIN));
  }

  private static Verdict verdict(StageObservation o, String message) {
    Reason restart = o.restarting() ? Reason.RESTARTING : Reason.PODS_TERMINATING;
    return new Verdict(Observation.isSuspended(o.run()) ? Reason.SUSPENDING : restart, message);
  }

  private static StageStep still(StageObservation o) {
    return StageStep.stands(
        StageDraft.from(o.status()).released(o.now()).status(),
        Observation.isSuspended(o.run())
            ? suspended()
            : new Verdict(Reason.RESTARTING, "the other stages that begin anew end first"));
  }

  static Verdict suspended() {
    return new Verdict(
        Reason.SUSPENDED,
        "no pod runs: set spec.suspend to false and the run goes on from its newest checkpoints");
  }
}
