package dev.rlhf.operator.decide;

import dev.rlhf.contract.PeakMemory;
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
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Before an attempt asks for a device, a pod that asks for none sees whether what it is to start
 * from is whole. The Job is its own record: until the attempt is decided on, it is looked at anew.
 */
final class ParentsDecision {
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  private ParentsDecision() {}

  /** What keeps the next attempt from beginning; empty where nothing does. */
  static Optional<StageStep> of(Attempt next, StageObservation o, TrainerPods pods) {
    if (!isLookedAt(next, o, pods)) {
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
      case SUSPENDED, ACTIVE -> Optional.of(StageStep.stands(o.status(), verifying(job, next, o)));
      case COMPLETE -> Optional.empty();
      case FAILED -> Optional.of(found(job, state, next, o));
    };
  }

  /** The memory that the next attempt will take, by what has looked at it; empty where none did. */
  static Optional<PeakMemory> foreseen(Attempt next, StageObservation o) {
    return last(next, o)
        .flatMap(Termination::of)
        .flatMap(Termination::result)
        .flatMap(result -> PeakMemory.in(result.figures()));
  }

  /** An attempt without a device finds out by itself; then it is looked at before the next one. */
  private static boolean isLookedAt(Attempt next, StageObservation o, TrainerPods pods) {
    return EndReason.CHECKPOINT_DAMAGED.word().equals(o.status().reason())
        || VerifyJob.isOfUse(next) && Devices.areAskedFor(StageJob.of(next, pods));
  }

  private static StageStep found(Job job, JobState state, Attempt next, StageObservation o) {
    Optional<Termination> end = last(next, o).flatMap(Termination::of);
    String words = words(end);
    return switch (AttemptEnd.of(state, end).reason()) {
      case INVALID_INPUT -> EndDecision.of(new Cut(EndReason.INVALID_INPUT, words), o);
      case NO_SPACE -> full(job, state, words, o);
      case CHECKPOINT_DAMAGED -> StageStep.waits(o, damaged(words, next, o));
      default -> StageStep.waits(o, unreadable(words, next, o));
    };
  }

  /** A claim may be expanded, and files be deleted: it is looked at again and again. */
  private static StageStep full(Job job, JobState state, String words, StageObservation o) {
    Instant again = state.since().orElse(o.now()).plus(LOOK_AGAIN);
    return o.now().isBefore(again)
        ? StageStep.waits(
            o,
            new Verdict(Reason.VOLUME_TOO_SMALL, words + "; it is looked at again every 5 minutes"),
            Duration.between(o.now(), again))
        : new StageStep.Deed(new Decision.DeleteJob(job));
  }

  /** It looked at what the stage was to start from before it was to begin anew. */
  private static StageStep outdated(Job job, StageObservation o) {
    return job.isMarkedForDeletion()
        ? StageStep.waits(o, Taken.by(o.run(), job))
        : new StageStep.Deed(new Decision.DeleteJob(job));
  }

  private static Verdict verifying(Job job, Attempt next, StageObservation o) {
    return JobWait.of(job, last(next, o), o.complaints(), o.claimTrouble())
        .map(JobWait::verdict)
        .orElseGet(
            () ->
                new Verdict(
                    Reason.VERIFYING_PARENTS,
                    "Job %s verifies the checkpoints that stage %s starts from"
                        .formatted(next.job(Role.VERIFIER), o.status().name())));
  }

  private static String words(Optional<Termination> end) {
    return end.flatMap(Termination::result)
        .map(StageResult::message)
        .or(() -> end.map(Termination::message).map(String::strip))
        .filter(text -> !text.isEmpty())
        .orElse("its pod is gone, and what it said with it");
  }

  private static Verdict damaged(String words, Attempt next, StageObservation o) {
    return new Verdict(
        Reason.CHECKPOINT_DAMAGED,
        ("stage %s cannot start (%s): have the stage that made it run again with spec.restart, or bring"
                + " the files back and delete Job %s to have them verified again")
            .formatted(o.status().name(), words, next.job(Role.VERIFIER)));
  }

  private static Verdict unreadable(String words, Attempt next, StageObservation o) {
    return new Verdict(
        Reason.CHECKPOINT_UNREADABLE,
        "Job %s could not read what stage %s starts from (%s): mend that and delete the Job to have it verified again"
            .formatted(next.job(Role.VERIFIER), o.status().name(), words));
  }

  private static Optional<Pod> last(Attempt next, StageObservation o) {
    return o.pods(Role.VERIFIER, next.number()).reduce((first, last) -> last);
  }
}
