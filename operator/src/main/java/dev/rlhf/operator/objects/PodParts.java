package dev.rlhf.operator.objects;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.Device;
import dev.rlhf.manifest.NodeToleration;
import dev.rlhf.manifest.PullPolicy;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.manifest.Template;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pods of a run have in common. */
final class PodParts {
  private static final Template EMPTY =
      new Template(null, null, null, null, null, null, null, null, null);

  private PodParts() {}

  static Template template(RLHFRun run) {
    return Optional.ofNullable(run.getSpec().template()).orElse(EMPTY);
  }

  static PodTemplateSpec common(
      Attempt attempt, Role role, String verb, Device device, TrainerPods pods) {
    return pod(
        attempt.run(),
        Labels.of(attempt.run(), attempt.config().stage(), attempt.number(), role),
        AttemptVolumes.of(attempt, role),
        container(attempt.run(), pods.image(device))
            .withArgs(verb, "--config", StageConfigMap.FOLDER + "/" + StageConfigMap.FILE)
            .withEnv(environment(attempt, role, device)));
  }

  /** A pod that comes to its end without a restart, and does not talk to the API server. */
  static PodTemplateSpec pod(
      RLHFRun run, Map<String, String> labels, PodVolumes volumes, ContainerBuilder container) {
    Template template = template(run);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(
            new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(Restricted.pod())
                .withImagePullSecrets(secrets(template))
                .withTolerations(tolerations(template))
                .withVolumes(volumes.volumes())
                .withContainers(container.withVolumeMounts(volumes.mounts()).build())
                .build())
        .build();
  }

  /** The trainer's container, which lacks what it is to do. */
  static ContainerBuilder container(RLHFRun run, String image) {
    Template template = template(run);
    return new ContainerBuilder()
        .withName(TrainerPod.CONTAINER)
        .withImage(Optional.ofNullable(template.image()).orElse(image))
        .withImagePullPolicy(
            Optional.ofNullable(template.imagePullPolicy())
                .map(PullPolicy::kubernetesName)
                .orElse(null))
        .withSecurityContext(Restricted.container())
        .withTerminationMessagePolicy("FallbackToLogsOnError");
  }

  private static List<EnvVar> environment(Attempt attempt, Role role, Device device) {
    List<EnvVar> variables = new ArrayList<>(attemptIdentity(attempt));
    attempt
        .recorded()
        .map(StageStatus::firstAttempt)
        .map(first -> new EnvVar(StageEnvironment.FIRST_ATTEMPT, Integer.toString(first), null))
        .ifPresent(variables::add);
    StageDevice.variable(device).forEach(variables::add);
    if (role == Role.TRAINER && attempt.config().stage() == Stage.PPO) {
      variables.addAll(RewardTokens.of(attempt.run()));
    }
    return variables;
  }

  private static List<EnvVar> attemptIdentity(Attempt attempt) {
    return List.of(
        new EnvVarBuilder()
            .withName(StageEnvironment.ATTEMPT)
            .withValue(Integer.toString(attempt.number()))
            .build(),
        // An attempt begins when no pod of an earlier one is left.
        new EnvVarBuilder()
            .withName(StageEnvironment.ENDED_BEFORE)
            .withValue(Integer.toString(attempt.number()))
            .build(),
        new EnvVarBuilder()
            .withName(StageEnvironment.POD_UID)
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.uid")
            .endValueFrom()
            .build());
  }

  private static List<LocalObjectReference> secrets(Template template) {
    return Optional.ofNullable(template.imagePullSecrets()).orElse(List.of()).stream()
        .map(LocalObjectReference::new)
        .toList();
  }

  private static List<Toleration> tolerations(Template template) {
    return Optional.ofNullable(template.tolerations()).orElse(List.of()).stream()
        .map(PodParts::toleration)
        .toList();
  }

  private static Toleration toleration(NodeToleration t) {
    return new Toleration(t.effect(), t.key(), t.operator(), t.tolerationSeconds(), t.value());
  }
}
