package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.JobVerdict;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** What keeps a pod from its work that only reads a stage's volume: it needs a node, too. */
final class ReaderWait {
  private ReaderWait() {}

  /**
   * What its Job or the pod itself waits for; empty where it is at work or about to be.
   *
   * @param last the newest of the Job's pods
   */
  static Optional<Verdict> of(Job job, Optional<Pod> last, StageObservation o) {
    return last.filter(pod -> !StageObservation.hasEnded(pod))
        .map(pod -> PodVerdict.of(pod, o.complaint(pod), o.claimTrouble()))
        .filter(verdict -> verdict.reason() != Reason.STAGE_RUNNING)
        .or(
            () ->
                Optional.of(JobVerdict.of(job, o.complaint(job)))
                    .filter(verdict -> verdict.reason() != Reason.POD_PENDING));
  }
}
