package dev.rlhf.operator.objects;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import java.util.Arrays;

/** The Job of one attempt: it makes one pod and never another. */
public final class StageJob {
  /** The digest of the configuration that the attempt was decided on with. */
  public static final String CONFIG_DIGEST = RLHFRun.GROUP + "/config-digest";

  private StageJob() {}

  /**
   * The Job to make.
   *
   * @throws UnfitPodTemplateException when no pod can be made of the manifest's pod template
   */
  public static Job of(Attempt attempt, TrainerPods pods) {
    Job job =
        new JobBuilder()
            .withMetadata(metadata(attempt, Role.TRAINER))
            .withNewSpec()
            .withBackoffLimit(0)
            .withPodReplacementPolicy("Failed")
            .withPodFailurePolicy(failurePolicy())
            .withTemplate(TrainerPod.of(attempt, pods))
            .endSpec()
            .build();
    return Queue.holding(attempt.run(), job);
  }

  static ObjectMeta metadata(Attempt attempt, Role role) {
    return new ObjectMetaBuilder()
        .withName(attempt.job(role))
        .withNamespace(attempt.run().getMetadata().getNamespace())
        .withLabels(Labels.of(attempt.run(), attempt.config().stage(), attempt.number(), role))
        .addToAnnotations(CONFIG_DIGEST, attempt.configDigest())
        .withOwnerReferences(Owner.reference(attempt.run()))
        .build();
  }

  /**
   * Writes the class of a failure into the Job's condition, where it outlives the pod. An eviction
   * comes first: it may well end with one of our exit codes, and is still an eviction.
   */
  private static PodFailurePolicy failurePolicy() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("FailJob")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addToRules(
            failsOn(ExitCode.INVALID, ExitCode.DAMAGED, ExitCode.GUARD_FAILED, ExitCode.NO_SPACE),
            failsOn(ExitCode.INTERRUPTED))
        .build();
  }

  static PodFailurePolicyRule failsOn(ExitCode... exits) {
    return new PodFailurePolicyRuleBuilder()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName(TrainerPod.CONTAINER)
        .withOperator("In")
        .withValues(Arrays.stream(exits).map(ExitCode::code).toList())
        .endOnExitCodes()
        .build();
  }
}
