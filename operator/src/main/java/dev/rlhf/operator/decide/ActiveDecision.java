package dev.rlhf.operator.decide;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageProgress;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.JobVerdict;
import dev.rlhf.operator.observe.Occupancy;
import dev.rlhf.operator.observe.PodPhase;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An attempt that is under way: what its pod does or waits for, and how far it is.
 *
 * <p>That a pod is being started is told once it takes a while: most have a node and run before
 * anybody could have read that they do not.
 */
final class ActiveDecision {
  private static final Duration IN_PASSING = Duration.ofSeconds(3);

  private ActiveDecision() {}

  static StageStep of(Attempt attempt, StageObservation o) {
    return o.pods(Role.TRAINER, attempt.number())
        .reduce((first, last) -> last)
        .map(pod -> inPassing(pod, o).orElseGet(() -> of(pod, o)))
        .orElseGet(() -> withoutPod(o));
  }

  private static StageStep.Stands withoutPod(StageObservation o) {
    Job job = o.job().orElseThrow();
    return StageStep.stands(
        StageDraft.from(o.status()).admitted().status(), JobVerdict.of(job, o.complaint(job)));
  }

  /**
   * It stands as it was told, that its Job has no pod; a clock that is behind tells all at once.
   */
  private static Optional<StageStep> inPassing(Pod pod, StageObservation o) {
    if (!Reason.POD_PENDING.word().equals(o.status().waiting())
        || verdict(pod, o).reason() != Reason.CONTAINER_CREATING) {
      return Optional.empty();
    }
    return Optional.ofNullable(pod.getMetadata().getCreationTimestamp())
        .map(created -> Duration.between(Instant.parse(created), o.now()))
        .filter(age -> !age.isNegative() && age.compareTo(IN_PASSING) < 0)
        .map(age -> withoutPod(o).within(Optional.of(IN_PASSING.minus(age))));
  }

  /** A pod that has just ended counts as running until its Job says how it ended. */
  private static StageStep of(Pod pod, StageObservation o) {
    if (PodPhase.hasEnded(pod) && o.status().phase() == StagePhase.RUNNING) {
      return StageStep.stands(o.status(), PodVerdict.running(pod));
    }
    Verdict verdict = verdict(pod, o);
    StageDraft draft = StageDraft.from(o.status());
    Occupancy.since(pod, o.now()).ifPresent(draft::placed);
    if (verdict.reason() == Reason.STAGE_RUNNING) {
      draft.running(o.now());
      o.said(pod)
          .filter(sample -> ProgressNews.is(sample, o.status()))
          .ifPresent(sample -> told(sample, draft));
    } else {
      draft.admitted();
    }
    return StageStep.stands(draft.status(), verdict).within(Deadline.next(o));
  }

  private static Verdict verdict(Pod pod, StageObservation o) {
    return PodVerdict.of(pod, o.complaint(pod), o.claimTrouble());
  }

  private static void told(ProgressSample sample, StageDraft draft) {
    Progress progress = sample.progress();
    draft
        .heard(sample.at(), progress.phase() != Progress.Phase.LOADING, progress.checkpoint())
        .progress(
            new StageProgress(
                progress.step(),
                progress.total(),
                progress.stepsPerSecond(),
                progress.etaSeconds(),
                sample.at().truncatedTo(ChronoUnit.SECONDS).toString()))
        .figures(progress.figures());
    if (progress.saveSeconds() != null) {
      draft.shutdown(progress.saveSeconds() + step(progress));
    }
  }

  private static double step(Progress progress) {
    return Optional.ofNullable(progress.medianStepSeconds()).orElse(0.0);
  }
}
