package dev.rlhf.operator.objects;

import dev.rlhf.contract.ExitCode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;

/**
 * The Job that verifies what an attempt is to start from, before a device is asked for. It only
 * reads, so an eviction does not count; what it finds damaged stays so, and ends it at once.
 */
public final class VerifyJob {
  private static final String OPTION = "--parents";
  private static final int RETRIES = 4;

  private VerifyJob() {}

  /** The Job to make. */
  public static Job of(Attempt attempt, TrainerPods pods) {
    return new JobBuilder()
        .withMetadata(StageJob.metadata(attempt, Role.VERIFIER))
        .withNewSpec()
        .withBackoffLimit(RETRIES)
        .withPodFailurePolicy(failurePolicy())
        .withTemplate(pod(attempt, pods))
        .endSpec()
        .build();
  }

  /** The digest of the configuration whose parents a Job verifies; null where it says none. */
  public static String configDigest(Job job) {
    var annotations = job.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(StageJob.CONFIG_DIGEST);
  }

  private static PodTemplateSpec pod(Attempt attempt, TrainerPods pods) {
    return new PodTemplateSpecBuilder(ResultJob.pod(attempt, Role.VERIFIER, pods))
        .editSpec()
        .editFirstContainer()
        .addToArgs(OPTION)
        .endContainer()
        .endSpec()
        .build();
  }

  /** An eviction does not count, and what is wrong with the input ends it at once. */
  static PodFailurePolicy failurePolicy() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addToRules(StageJob.failsOn(ExitCode.INVALID))
        .build();
  }
}
