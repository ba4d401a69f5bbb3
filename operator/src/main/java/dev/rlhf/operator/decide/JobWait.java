package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.JobVerdict;
import dev.rlhf.operator.observe.Onset;
import dev.rlhf.operator.observe.PodPhase;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What keeps a pod from its work that needs no device, and since when: it needs a node, too. */
record JobWait(Verdict verdict, Optional<Instant> since) {

  /**
   * What its Job or the pod itself waits for; empty where it is at work or about to be.
   *
   * @param last the newest of the Job's pods
   * @param claimTrouble why a claim that it mounts may have no volume
   */
  static Optional<JobWait> of(
      Job job, Optional<Pod> last, List<Complaint> complaints, Optional<Verdict> claimTrouble) {
    return last.filter(pod -> !PodPhase.hasEnded(pod))
        .map(
            pod ->
                new JobWait(
                    PodVerdict.of(pod, Complaint.about(pod, complaints), claimTrouble),
                    Onset.of(pod)))
        .filter(wait -> wait.verdict.reason() != Reason.STAGE_RUNNING)
        .or(() -> withoutPod(job, complaints));
  }

  private static Optional<JobWait> withoutPod(Job job, List<Complaint> complaints) {
    return Optional.of(JobVerdict.of(job, Complaint.about(job, complaints)))
        .filter(verdict -> verdict.reason() != Reason.POD_PENDING)
        .map(verdict -> new JobWait(verdict, Onset.of(job)));
  }
}
