package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a Job stands.
 *
 * @param reason why it failed, in Kubernetes' word
 * @param message why it failed, for people
 * @param since when it ended; empty while it has not
 */
public record JobState(Phase phase, String reason, String message, Optional<Instant> since) {

  /** One whose time is not known. */
  JobState(Phase phase, String reason, String message) {
    this(phase, reason, message, Optional.empty());
  }

  /** What has become of a Job's pod. */
  public enum Phase {
    /** It is not to come before somebody resumes the Job. */
    SUSPENDED,
    /** It is to come, runs or ends. */
    ACTIVE,
    /** It succeeded. */
    COMPLETE,
    /** It has ended, and no other follows. */
    FAILED;

    /** Whether the Job makes no pod any more. */
    public boolean isEnd() {
      return this == COMPLETE || this == FAILED;
    }
  }

  /**
   * Reads it from the Job's conditions.
   *
   * <p>{@code FailureTarget} is no end: with it the Job has decided to fail and its pod may still
   * run.
   */
  public static JobState of(Job job) {
    return condition(job, "Complete")
        .map(complete -> of(Phase.COMPLETE, complete))
        .or(() -> condition(job, "Failed").map(failed -> of(Phase.FAILED, failed)))
        .orElseGet(
            () ->
                Boolean.TRUE.equals(job.getSpec().getSuspend())
                    ? new JobState(Phase.SUSPENDED, "", "")
                    : new JobState(Phase.ACTIVE, "", ""));
  }

  private static JobState of(Phase phase, JobCondition condition) {
    return new JobState(
        phase,
        Objects.requireNonNullElse(condition.getReason(), ""),
        Objects.requireNonNullElse(condition.getMessage(), ""),
        Optional.ofNullable(condition.getLastTransitionTime()).map(Instant::parse));
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    List<JobCondition> conditions =
        job.getStatus() == null ? List.of() : job.getStatus().getConditions();
    return conditions.stream()
        .filter(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
        .findFirst();
  }
}
