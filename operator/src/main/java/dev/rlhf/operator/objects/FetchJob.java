package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.Names;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/**
 * The Job that fetches what a run starts from, before a device is asked for. It alone is given the
 * token, the access key and the certificates.
 */
public final class FetchJob {
  private FetchJob() {}

  /** The Job to make. */
  public static Job of(RLHFRun run, FetchConfig config, TrainerPods pods) {
    PodVolumes volumes =
        PodVolumes.of(run, FetchConfigMap.of(run, config).getMetadata().getName(), null);
    CaBundle.of(run).ifPresent(bundle -> bundle.addTo(volumes));
    return ErrandJob.of(
        run,
        Errand.FETCH,
        Names.fetchJob(run.getMetadata().getName()),
        ErrandPod.of(run, Errand.FETCH, volumes, SourceSecrets.of(run), pods));
  }
}
