package dev.rlhf.operator.objects;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.SourceUri;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;

/** The Job that copies the final model to where {@code spec.output} wants it. */
public final class PublishJob {
  private static final String VERB = "publish";
  private static final String FILE = "publish.yaml";
  private static final String OUTPUT = "output";

  private PublishJob() {}

  /** The config map to make before. */
  public static ConfigMap configMap(RLHFRun run, PublishConfig config) {
    String job = Names.publishJob(run.getMetadata().getName());
    return ErrandJob.configMap(run, job, FILE, Documents.yaml(config));
  }

  /** The Job to make. */
  public static Job of(RLHFRun run, PublishConfig config, TrainerPods pods) {
    String name = Names.publishJob(run.getMetadata().getName());
    return ErrandJob.of(run, Errand.PUBLISH, name, pod(run, config, pods));
  }

  private static PodTemplateSpec pod(RLHFRun run, PublishConfig config, TrainerPods pods) {
    return SmallPod.of(
        PodParts.pod(
            run,
            Labels.of(run, Errand.PUBLISH),
            volumes(run, config),
            PodParts.container(run, pods.image())
                .withArgs(VERB, "--config", StageConfigMap.FOLDER + "/" + FILE)
                .withEnv(config.isStored() ? SourceSecrets.ofStore(run) : List.of())
                .withVolumeMounts(mounts(run, config))
                .build()),
        PodOverlay.onErrand(run));
  }

  private static List<Volume> volumes(RLHFRun run, PublishConfig config) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(Mounts.claim(Mounts.CHECKPOINTS, CheckpointClaim.name(run), null));
    volumes.add(Mounts.configMap(Mounts.CONFIG, configMap(run, config).getMetadata().getName()));
    if (config.isStored()) {
      CaBundle.of(run).ifPresent(bundle -> volumes.add(bundle.volume()));
    } else if (!isCheckpoints(run, config)) {
      volumes.add(Mounts.claim(OUTPUT, claim(config), null));
    }
    volumes.add(Mounts.scratch());
    return volumes;
  }

  private static List<VolumeMount> mounts(RLHFRun run, PublishConfig config) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(Mounts.mount(Mounts.CHECKPOINTS, PodPlaces.CHECKPOINTS, true));
    mounts.add(Mounts.mount(Mounts.CONFIG, StageConfigMap.FOLDER, true));
    if (config.isStored()) {
      CaBundle.of(run).ifPresent(bundle -> mounts.add(bundle.mount()));
    } else {
      String output = isCheckpoints(run, config) ? Mounts.CHECKPOINTS : OUTPUT;
      mounts.add(Mounts.mount(output, PodPlaces.OUTPUT, null));
    }
    mounts.add(Mounts.mount(Mounts.SCRATCH, "/tmp", null));
    return mounts;
  }

  /** One claim is one volume, however often it is mounted. */
  private static boolean isCheckpoints(RLHFRun run, PublishConfig config) {
    return claim(config).equals(CheckpointClaim.name(run));
  }

  private static String claim(PublishConfig config) {
    return SourceUri.of(new Source(config.uri())).claim();
  }
}
