package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Optional;

/**
 * Kueue's queue, in which a stage's Job waits for its quota.
 *
 * <p>A Job is made suspended and belongs to Kueue from then on: the operator never writes {@code
 * suspend} or the pod template again.
 */
public final class Queue {
  /** On what waits in a queue. */
  public static final String NAME = "kueue.x-k8s.io/queue-name";

  /** On Kueue's record of a Job. */
  public static final String JOB_UID = "kueue.x-k8s.io/job-uid";

  private static final String PRIORITY_CLASS = "kueue.x-k8s.io/priority-class";

  private Queue() {}

  /** The same Job, in the queue that the manifest names. */
  static Job holding(RLHFRun run, Job job) {
    String name = run.getSpec().queueName();
    if (name == null) {
      return job;
    }
    var queued =
        new JobBuilder(job)
            .editMetadata()
            .addToLabels(NAME, name)
            .endMetadata()
            .editSpec()
            .withSuspend(true)
            .endSpec();
    String priority = run.getSpec().queuePriorityClassName();
    return priority == null
        ? queued.build()
        : queued.editMetadata().addToLabels(PRIORITY_CLASS, priority).endMetadata().build();
  }

  /** The queue that a Job was made for. */
  public static Optional<String> of(Job job) {
    return Optional.ofNullable(job.getMetadata().getLabels()).map(labels -> labels.get(NAME));
  }

  /** Whether a Job is in a queue and has no quota. */
  public static boolean holdsBack(Job job) {
    return of(job).isPresent() && Boolean.TRUE.equals(job.getSpec().getSuspend());
  }
}
