package dev.rlhf.operator.decide;

import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.AttemptEnd;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Termination;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** An attempt whose Job is recorded: it is gone, active, complete or failed. */
final class JobDecision {
  private JobDecision() {}

  static StageStep of(Attempt attempt, StageObservation o, TrainerPods pods) {
    Optional<Job> recorded =
        o.job().filter(job -> job.getMetadata().getUid().equals(o.status().jobUid()));
    if (recorded.isEmpty()) {
      return gone(attempt, o);
    }
    JobState job = JobState.of(recorded.get());
    return switch (job.phase()) {
      case SUSPENDED -> SuspendedDecision.of(recorded.get(), o);
      case ACTIVE -> ActiveDecision.of(attempt, o);
      case COMPLETE -> ResultDecision.of(attempt, o, pods);
      case FAILED -> EndDecision.of(AttemptEnd.of(job, termination(o, attempt)), o);
    };
  }

  /** A Job made twice under one name is ours, and its pod must not run. */
  private static StageStep gone(Attempt attempt, StageObservation o) {
    Optional<Job> second = o.job().filter(job -> Owner.owns(o.run(), job));
    if (second.filter(job -> !job.isMarkedForDeletion()).isPresent()) {
      return new StageStep.Deed(new Decision.DeleteJob(second.get()));
    }
    if (o.livePod().isPresent()) {
      return StageStep.waits(o, Wait.forPod(o.livePod().get()));
    }
    var result = termination(o, attempt).flatMap(Termination::result);
    return EndDecision.of(AttemptEnd.jobGone(attempt.job(Role.TRAINER), result), o);
  }

  private static Optional<Termination> termination(StageObservation o, Attempt attempt) {
    return o.pods(Role.TRAINER, attempt.number())
        .flatMap(pod -> Termination.of(pod).stream())
        .reduce((first, last) -> last);
  }
}
