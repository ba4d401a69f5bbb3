package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.PodPlaces;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;

/**
 * The Job that fetches what a run starts from, before a device is asked for. It alone is given the
 * token, the access key and the certificates.
 */
public final class FetchJob {
  private static final String VERB = "fetch";

  private FetchJob() {}

  /** The Job to make. */
  public static Job of(RLHFRun run, FetchConfig config, TrainerPods pods) {
    String name = Names.fetchJob(run.getMetadata().getName());
    return ErrandJob.of(run, Errand.FETCH, name, pod(run, config, pods));
  }

  private static PodTemplateSpec pod(RLHFRun run, FetchConfig config, TrainerPods pods) {
    return SmallPod.of(
        PodParts.pod(
            run,
            Labels.of(run, Errand.FETCH),
            volumes(run, config),
            PodParts.container(run, pods.image())
                .withArgs(VERB, "--config", StageConfigMap.FOLDER + "/" + FetchConfigMap.FILE)
                .withEnv(SourceSecrets.of(run))
                .withVolumeMounts(mounts(run))
                .build()),
        PodOverlay.onErrand(run));
  }

  private static List<Volume> volumes(RLHFRun run, FetchConfig config) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(Mounts.claim(Mounts.CHECKPOINTS, CheckpointClaim.name(run), null));
    volumes.add(
        Mounts.configMap(Mounts.CONFIG, FetchConfigMap.of(run, config).getMetadata().getName()));
    CaBundle.of(run).ifPresent(bundle -> volumes.add(bundle.volume()));
    volumes.add(Mounts.scratch());
    return volumes;
  }

  private static List<VolumeMount> mounts(RLHFRun run) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(Mounts.mount(Mounts.CHECKPOINTS, PodPlaces.CHECKPOINTS, null));
    mounts.add(Mounts.mount(Mounts.CONFIG, StageConfigMap.FOLDER, true));
    CaBundle.of(run).ifPresent(bundle -> mounts.add(bundle.mount()));
    mounts.add(Mounts.mount(Mounts.SCRATCH, "/tmp", null));
    return mounts;
  }
}
