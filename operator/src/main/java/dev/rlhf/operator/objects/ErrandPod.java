package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;

/** The pod of an errand, which goes by the configuration that is its file. */
final class ErrandPod {
  private ErrandPod() {}

  static PodTemplateSpec of(
      RLHFRun run, Errand errand, PodVolumes volumes, List<EnvVar> secrets, TrainerPods pods) {
    return SmallPod.of(
        PodParts.pod(
            run,
            Labels.of(run, errand),
            volumes.withScratch(),
            PodParts.container(run, pods.image())
                .withArgs(errand.verb(), "--config", StageConfigMap.FOLDER + "/" + errand.file())
                .withEnv(secrets)),
        PodOverlay.onErrand(run));
  }
}
