package dev.rlhf.operator.objects;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.SourceUri;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** The Job that copies the final model to where {@code spec.output} wants it. */
public final class PublishJob {
  private static final String OUTPUT = "output";

  private PublishJob() {}

  /** The config map to make before. */
  public static ConfigMap configMap(RLHFRun run, PublishConfig config) {
    String job = Names.publishJob(run.getMetadata().getName());
    return ErrandJob.configMap(run, job, Errand.PUBLISH.file(), Documents.yaml(config));
  }

  /** The Job to make. */
  public static Job of(RLHFRun run, PublishConfig config, TrainerPods pods) {
    return ErrandJob.of(
        run,
        Errand.PUBLISH,
        Names.publishJob(run.getMetadata().getName()),
        ErrandPod.of(
            run,
            Errand.PUBLISH,
            volumes(run, config),
            config.isStored() ? SourceSecrets.ofStore(run) : List.of(),
            pods));
  }

  private static PodVolumes volumes(RLHFRun run, PublishConfig config) {
    PodVolumes volumes =
        PodVolumes.of(run, configMap(run, config).getMetadata().getName(), Boolean.TRUE);
    if (config.isStored()) {
      CaBundle.of(run).ifPresent(bundle -> bundle.addTo(volumes));
      return volumes;
    }
    String claim = SourceUri.of(new Source(config.uri())).claim();
    if (claim.equals(CheckpointClaim.name(run))) {
      // One claim is one volume, however often it is mounted.
      volumes.mount(PodVolumes.CHECKPOINTS, PodPlaces.OUTPUT, null);
    } else {
      volumes.add(PodVolumes.claim(OUTPUT, claim, null), PodPlaces.OUTPUT, null);
    }
    return volumes;
  }
}
