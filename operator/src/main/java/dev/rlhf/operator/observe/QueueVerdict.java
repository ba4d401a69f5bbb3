package dev.rlhf.operator.observe;

import dev.rlhf.operator.objects.Queue;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be said of a Job that waits in its queue. */
public final class QueueVerdict {
  private QueueVerdict() {}

  /**
   * Says it, with Kueue's reason where there is one.
   *
   * @param evicted whether the Job had its quota before
   */
  public static Verdict of(Job job, boolean evicted, Optional<QueueNotice> notice) {
    String name = job.getMetadata().getName();
    String queue = Queue.of(job).orElseThrow();
    Reason reason =
        notice.flatMap(QueueVerdict::hopeless).orElse(evicted ? Reason.EVICTED : Reason.QUEUED);
    String words =
        evicted
            ? "Job %s was evicted and waits in queue %s again, to go on from its newest checkpoint"
            : "Job %s waits in queue %s";
    String why =
        notice.map(n -> ": %s: %s".formatted(n.reason(), n.message())).orElse(" for Kueue");
    return new Verdict(reason, words.formatted(name, queue) + why);
  }

  /** Waiting does not heal it: the quota is too small, or somebody has to act. */
  private static Optional<Reason> hopeless(QueueNotice notice) {
    return notice.isDeactivation()
        ? Optional.of(Reason.DEACTIVATED)
        : Stream.of(Reason.EXCEEDS_MAX_QUOTA, Reason.NO_MATCHING_FLAVOR, Reason.MISCONFIGURED)
            .filter(reason -> reason.word().equals(notice.reason()))
            .findFirst();
  }
}
