package dev.rlhf.operator.objects;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Reward;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Job that sees, before a device is asked for, whether an attempt can begin: what it starts
 * from, the room for its checkpoints, and the rules of rewards, which come last and cost most. It
 * only reads, so an eviction does not count; what it finds wrong stays so, and ends it at once.
 */
public final class VerifyJob {
  private static final String OPTION = "--check";
  private static final String RULE = "--reward-rule";
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

  /**
   * Whether there is something to see; a model that is made from a seed is small, and no parent.
   */
  public static boolean isOfUse(Attempt attempt) {
    return !attempt.config().parents().isEmpty()
        || attempt.config().model().path() != null
        || rules(attempt.run()).findAny().isPresent();
  }

  private static Stream<Reward> rules(RLHFRun run) {
    return Optional.ofNullable(run.getSpec().stages().ppo()).map(PpoStage::rewards).stream()
        .flatMap(List::stream)
        .filter(reward -> reward.rule() != null);
  }

  private static List<String> options(RLHFRun run) {
    return Stream.concat(
            Stream.of(OPTION), rules(run).flatMap(r -> Stream.of(RULE, r.name() + "=" + r.rule())))
        .toList();
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
        .addAllToArgs(options(attempt.run()))
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
        .addToRules(StageJob.failsOn(ExitCode.INVALID, ExitCode.DAMAGED, ExitCode.NO_SPACE))
        .build();
  }
}
