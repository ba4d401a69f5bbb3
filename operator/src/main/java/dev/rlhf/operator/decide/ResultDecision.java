package dev.rlhf.operator.decide;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.ResultJob;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Occupancy;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** An attempt that is complete: its result is in its pod, or is read by a Job of its own. */
final class ResultDecision {
  private ResultDecision() {}

  static StageStep of(Attempt attempt, StageObservation o, TrainerPods pods) {
    return result(Role.TRAINER, attempt, o)
        .or(() -> result(Role.RESULT, attempt, o))
        .map(result -> succeeded(result, o))
        .orElseGet(() -> read(attempt, o, pods));
  }

  private static StageStep succeeded(StageResult result, StageObservation o) {
    StageStatus done =
        StageDraft.from(o.status())
            .released(Occupancy.end(o))
            .ended(EndReason.COMPLETE, result.message())
            .checkpoint(result.checkpoint())
            .settled(true)
            .figures(result.figures())
            .lineage(result)
            .finished(StagePhase.SUCCEEDED, o.now())
            .status();
    return StageStep.stands(
        done, new Verdict(Reason.PREPARING, "stage %s is done".formatted(done.name())));
  }

  /** Without its pod, a complete Job has no words left: the checkpoint volume has them. */
  private static StageStep read(Attempt attempt, StageObservation o, TrainerPods pods) {
    if (o.resultJob().isEmpty()) {
      return new StageStep.Deed(new Decision.CreateJob(o.run(), ResultJob.of(attempt, pods)));
    }
    Job job = o.resultJob().get();
    if (!Owner.owns(o.run(), job)) {
      return StageStep.waits(o, Taken.by(o.run(), job));
    }
    return switch (JobState.of(job).phase()) {
      case SUSPENDED, ACTIVE -> StageStep.waits(o, reading(job, attempt, o));
      case COMPLETE ->
          o.pods(Role.RESULT, attempt.number()).findAny().isPresent()
              ? unreadable(attempt, o)
              : new StageStep.Deed(new Decision.DeleteJob(job));
      case FAILED -> unreadable(attempt, o);
    };
  }

  private static Verdict reading(Job job, Attempt attempt, StageObservation o) {
    Optional<Pod> last = o.pods(Role.RESULT, attempt.number()).reduce((first, next) -> next);
    return JobWait.of(job, last, o.complaints(), o.claimTrouble())
        .map(JobWait::verdict)
        .orElseGet(
            () ->
                new Verdict(
                    Reason.READING_RESULT,
                    "Job %s reads the result from the volume".formatted(attempt.job(Role.RESULT))));
  }

  private static StageStep unreadable(Attempt attempt, StageObservation o) {
    String job = attempt.job(Role.RESULT);
    String why =
        o.pods(Role.RESULT, attempt.number())
            .flatMap(pod -> Termination.of(pod).stream())
            .map(Termination::message)
            .reduce("", (first, last) -> last);
    return StageStep.waits(
        o,
        new Verdict(
            Reason.RESULT_UNREADABLE,
            "Job %s found no valid result of the finished attempt (%s): mend the volume and delete that Job to have it read again"
                .formatted(job, why.strip())));
  }

  private static Optional<StageResult> result(Role role, Attempt attempt, StageObservation o) {
    return o.pods(role, attempt.number())
        .flatMap(pod -> Termination.of(pod).stream())
        .filter(end -> ExitCode.of(end.exitCode()) == ExitCode.DONE)
        .flatMap(end -> end.result().stream())
        .filter(result -> result.outcome() == ExitCode.DONE && result.checkpoint() != null)
        .findFirst();
  }
}
