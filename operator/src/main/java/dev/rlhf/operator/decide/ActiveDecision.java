package dev.rlhf.operator.decide;

import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.StageProgress;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An attempt that is under way: what its pod does or waits for, and how far it is. Of a pod that
 * has ended, the Job speaks next.
 */
final class ActiveDecision {
  private ActiveDecision() {}

  static Decision suspended(Attempt attempt, StageStatus stage, Observation o) {
    return Settle.on(o, stage, verdict(Reason.JOB_SUSPENDED, "Job %s is suspended", attempt));
  }

  static Decision of(Attempt attempt, StageStatus stage, Observation o) {
    return o.pods(Role.TRAINER, attempt.number())
        .reduce((first, last) -> last)
        .map(pod -> of(pod, stage, o))
        .orElseGet(
            () ->
                Settle.on(o, stage, verdict(Reason.POD_PENDING, "Job %s has no pod yet", attempt)));
  }

  private static Verdict verdict(Reason reason, String text, Attempt attempt) {
    return new Verdict(reason, text.formatted(attempt.job(Role.TRAINER)));
  }

  private static Decision of(Pod pod, StageStatus stage, Observation o) {
    if (Observation.hasEnded(pod)) {
      return new Decision.Rest(Optional.empty());
    }
    Verdict verdict = PodVerdict.of(pod);
    if (verdict.reason() != Reason.STAGE_RUNNING) {
      return Settle.on(o, stage, verdict);
    }
    StageDraft draft = StageDraft.from(stage).running(o.now());
    o.progress()
        .filter(sample -> sample.podUid().equals(pod.getMetadata().getUid()))
        .ifPresent(sample -> told(sample, draft));
    return Settle.on(o, draft.status(), verdict);
  }

  private static void told(ProgressSample sample, StageDraft draft) {
    Progress progress = sample.progress();
    draft
        .progress(
            new StageProgress(
                progress.step(),
                progress.total(),
                progress.stepsPerSecond(),
                progress.etaSeconds(),
                sample.at().truncatedTo(ChronoUnit.SECONDS).toString()))
        .figures(progress.figures())
        .checkpoint(progress.checkpoint());
  }
}
