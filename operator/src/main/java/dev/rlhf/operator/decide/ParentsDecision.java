package dev.rlhf.operator.decide;

import dev.rlhf.contract.StageResult;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Devices;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.objects.StageJob;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.objects.VerifyJob;
import dev.rlhf.operator.observe.AttemptEnd;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * Before an attempt asks for a device, a pod that asks for none sees whether what it is to start
 * from is whole. The Job is its own record: until the attempt is decided on, it is looked at anew.
 */
final class ParentsDecision {
  private ParentsDecision() {}

  /** What keeps the next attempt from beginning; empty where nothing does. */
  static Optional<StageStep> of(Attempt next, StageObservation o, TrainerPods pods) {
    if (o.parents().isEmpty() || !Devices.areAskedFor(StageJob.of(next, pods))) {
      return Optional.empty();
    }
    if (o.verifyJob().isEmpty()) {
      return Optional.of(
          new StageStep.Deed(new Decision.CreateJob(o.run(), VerifyJob.of(next, pods))));
    }
    Job job = o.verifyJob().get();
    if (!Owner.owns(o.run(), job)) {
      return Optional.of(StageStep.waits(o, Taken.by(o.run(), job)));
    }
    if (!next.configDigest().equals(VerifyJob.configDigest(job))) {
      return Optional.of(outdated(job, o));
    }
    JobState state = JobState.of(job);
    return switch (state.phase()) {
      case SUSPENDED, ACTIVE -> Optional.of(StageStep.stands(o.status(), verifying(next, o)));
      case COMPLETE -> Optional.empty();
      case FAILED -> Optional.of(StageStep.waits(o, flaw(state, next, o)));
    };
  }

  /** It looked at what the stage was to start from before it was to begin anew. */
  private static StageStep outdated(Job job, StageObservation o) {
    return job.isMarkedForDeletion()
        ? StageStep.waits(o, Taken.by(o.run(), job))
        : new StageStep.Deed(new Decision.DeleteJob(job));
  }

  private static Verdict verifying(Attempt next, StageObservation o) {
    return last(next, o)
        .filter(pod -> !StageObservation.hasEnded(pod))
        .map(PodVerdict::of)
        .filter(verdict -> verdict.reason() != Reason.STAGE_RUNNING)
        .orElseGet(
            () ->
                new Verdict(
                    Reason.VERIFYING_PARENTS,
                    "Job %s verifies the checkpoints that stage %s starts from"
                        .formatted(next.job(Role.VERIFIER), o.status().name())));
  }

  private static Verdict flaw(JobState state, Attempt next, StageObservation o) {
    Optional<Termination> end = last(next, o).flatMap(Termination::of);
    String words =
        end.flatMap(Termination::result)
            .map(StageResult::message)
            .or(() -> end.map(Termination::message).map(String::strip))
            .filter(text -> !text.isEmpty())
            .orElse("its pod is gone, and what it said with it");
    String job = next.job(Role.VERIFIER);
    return AttemptEnd.of(state, end).reason() == EndReason.INVALID_INPUT
        ? new Verdict(
            Reason.CHECKPOINT_DAMAGED,
            ("stage %s cannot start (%s): have the stage that made it run again with spec.restart, or bring"
                    + " the files back and delete Job %s to have them verified again")
                .formatted(o.status().name(), words, job))
        : new Verdict(
            Reason.CHECKPOINT_UNREADABLE,
            "Job %s could not read what stage %s starts from (%s): mend that and delete the Job to have it verified again"
                .formatted(job, o.status().name(), words));
  }

  private static Optional<Pod> last(Attempt next, StageObservation o) {
    return o.pods(Role.VERIFIER, next.number()).reduce((first, last) -> last);
  }
}
