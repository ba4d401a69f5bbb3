package dev.rlhf.operator.objects;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.Device;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Resources;
import dev.rlhf.manifest.Template;
import dev.rlhf.plan.ManifestStage;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pod of one attempt: the stage contract's side of Kubernetes. */
public final class TrainerPod {
  /** The name of its only container. */
  public static final String CONTAINER = "trainer";

  private static final String METRICS_PORT = "metrics";

  private TrainerPod() {}

  static PodTemplateSpec of(Attempt attempt, TrainerPods pods) {
    Stage stage = attempt.config().stage();
    Template template = PodParts.template(attempt.run());
    Device device = StageDevice.of(attempt.run(), stage);
    PodTemplateSpec own =
        new PodTemplateSpecBuilder(PodParts.common(attempt, Role.TRAINER, stage.id(), device, pods))
            .editMetadata()
            .addToAnnotations(scraped())
            .endMetadata()
            .editSpec()
            .withTerminationGracePeriodSeconds(GracePeriod.of(attempt, pods).toSeconds())
            .withNodeSelector(template.nodeSelector())
            .editFirstContainer()
            .withResources(requirements(attempt.run(), stage))
            .addNewPort()
            .withName(METRICS_PORT)
            .withContainerPort(StageEnvironment.DEFAULT_PORT)
            .endPort()
            .endContainer()
            .endSpec()
            .build();
    return PodOverlay.onTrainer(attempt.run(), stage).over(own);
  }

  private static Map<String, String> scraped() {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("prometheus.io/scrape", "true");
    annotations.put("prometheus.io/port", Integer.toString(StageEnvironment.DEFAULT_PORT));
    annotations.put("prometheus.io/path", "/metrics");
    return annotations;
  }

  /** What the container asks for by the fields {@code resources}; null where there are none. */
  static ResourceRequirements requirements(RLHFRun run, Stage stage) {
    Resources resources =
        Optional.ofNullable(ManifestStage.of(run.getSpec(), stage).resources())
            .orElse(PodParts.template(run).resources());
    return resources == null
        ? null
        : new ResourceRequirementsBuilder()
            .withLimits(resources.limits())
            .withRequests(resources.requests())
            .build();
  }

  /**
   * The same, with what pod templates lay over it.
   *
   * @throws UnfitPodTemplateException when a field is of another kind than a pod's is
   */
  static ResourceRequirements overlaid(RLHFRun run, Stage stage) {
    PodTemplateSpec bare =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .withName(CONTAINER)
            .withResources(requirements(run, stage))
            .endContainer()
            .endSpec()
            .build();
    return PodOverlay.onTrainer(run, stage).over(bare).getSpec().getContainers().stream()
        .filter(container -> CONTAINER.equals(container.getName()))
        .findFirst()
        .map(Container::getResources)
        .orElse(null);
  }
}
