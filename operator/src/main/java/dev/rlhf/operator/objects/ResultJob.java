package dev.rlhf.operator.objects;

import dev.rlhf.manifest.Device;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

/**
 * The Job that reads the result of an attempt whose pod is gone, verifies it and reports it as its
 * own termination message. It only reads, so Kubernetes may start its pod as often as it likes.
 */
public final class ResultJob {
  private static final String VERB = "result";
  private static final int RETRIES = 2;

  private ResultJob() {}

  /** The Job to make. */
  public static Job of(Attempt attempt, TrainerPods pods) {
    return new JobBuilder()
        .withMetadata(StageJob.metadata(attempt, Role.RESULT))
        .withNewSpec()
        .withBackoffLimit(RETRIES)
        .withTemplate(pod(attempt, Role.RESULT, pods))
        .endSpec()
        .build();
  }

  /** A pod that reads a stage's checkpoints. */
  static PodTemplateSpec pod(Attempt attempt, Role role, TrainerPods pods) {
    return SmallPod.of(
        PodParts.common(attempt, role, VERB, Device.CPU, pods),
        PodOverlay.onReader(attempt.run(), attempt.config().stage()));
  }
}
