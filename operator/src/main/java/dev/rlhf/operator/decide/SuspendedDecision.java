package dev.rlhf.operator.decide;

import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.objects.Queue;
import dev.rlhf.operator.observe.QueueVerdict;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/**
 * An attempt whose Job is suspended: it has no pod, or its pod is being deleted. Whoever suspended
 * it resumes it; the attempt goes on in a new pod of the same Job, and costs nothing.
 */
final class SuspendedDecision {
  private SuspendedDecision() {}

  static StageStep of(Job job, StageObservation o) {
    return Queue.of(job).isPresent()
        ? queued(job, o)
        : StageStep.stands(
            StageDraft.from(o.status()).heldUp(o.now()).status(),
            new Verdict(
                Reason.JOB_SUSPENDED,
                "Job %s is suspended".formatted(job.getMetadata().getName())));
  }

  /** A Job is recorded as queued from the first: one that leaves another phase had its quota. */
  private static StageStep queued(Job job, StageObservation o) {
    StageDraft draft = StageDraft.from(o.status());
    var stage = (o.status().phase() == StagePhase.QUEUED ? draft : draft.evicted(o.now())).status();
    return StageStep.stands(
        stage, QueueVerdict.of(job, stage.evictions() != null, o.queueNotice()));
  }
}
