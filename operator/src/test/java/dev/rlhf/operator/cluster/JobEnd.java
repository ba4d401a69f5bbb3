package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The conditions that the Job controller gives a Job whose pod has ended, in its own words. */
record JobEnd(Job job, boolean complete, String reason, String message) {
  private static final String TIME = "2026-01-01T00:00:00Z";

  static JobEnd of(Job job, Pod pod, PodStatus status, int code) {
    if (code == 0) {
      return new JobEnd(
          job, true, "CompletionsReached", "Reached expected number of succeeded pods");
    }
    return verdict(job, pod, status, code)
        .map(message -> new JobEnd(job, false, "PodFailurePolicy", message))
        .orElseGet(() -> failed(job));
  }

  /** What a Job without another verdict says. */
  static JobEnd failed(Job job) {
    return new JobEnd(
        job, false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
  }

  void write(Cluster cluster, Instant now) {
    Job current = cluster.admin().resource(job).get();
    JobStatusBuilder status =
        new JobStatusBuilder()
            .withStartTime(begin(now))
            .withActive(0)
            .withReady(0)
            .withNewUncountedTerminatedPods()
            .endUncountedTerminatedPods()
            .withConditions(
                condition(complete ? "SuccessCriteriaMet" : "FailureTarget", now),
                condition(complete ? "Complete" : "Failed", now));
    current.setStatus(ended(status, now));
    cluster.admin().resource(current).updateStatus();
  }

  /** No Job ends before it began, whatever its clock says. */
  private static String begin(Instant now) {
    return now.isBefore(Instant.parse(TIME)) ? now.toString() : TIME;
  }

  private JobStatus ended(JobStatusBuilder status, Instant now) {
    return complete
        ? status.withSucceeded(1).withCompletionTime(now.toString()).build()
        : status.withFailed(1).build();
  }

  private JobCondition condition(String type, Instant now) {
    return new JobConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withReason(reason)
        .withMessage(message)
        .withLastProbeTime(now.toString())
        .withLastTransitionTime(now.toString())
        .build();
  }

  /** What the Job's own pod failure policy says; the first rule that matches counts. */
  private static Optional<String> verdict(Job job, Pod pod, PodStatus status, int code) {
    if (job.getSpec().getPodFailurePolicy() == null) {
      return Optional.empty();
    }
    List<PodFailurePolicyRule> rules = job.getSpec().getPodFailurePolicy().getRules();
    String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    for (int i = 0; i < rules.size(); i++) {
      PodFailurePolicyRule rule = rules.get(i);
      if (rule.getOnExitCodes() != null && rule.getOnExitCodes().getValues().contains(code)) {
        return Optional.of(
            "Container trainer for pod %s failed with exit code %d matching FailJob rule at index %d"
                .formatted(name, code, i));
      }
      if (rule.getOnExitCodes() == null && !status.getConditions().isEmpty()) {
        return Optional.of(
            "Pod %s has condition DisruptionTarget matching FailJob rule at index %d"
                .formatted(name, i));
      }
    }
    return Optional.empty();
  }
}
