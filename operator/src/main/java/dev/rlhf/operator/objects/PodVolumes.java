package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.PodPlaces;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The volumes of a pod, and where its container has them. */
final class PodVolumes {
  static final String CHECKPOINTS = "checkpoints";
  private static final String CONFIG = "config";
  private static final String SCRATCH = "tmp";

  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeMount> mounts = new ArrayList<>();

  /**
   * Those of every pod of a run: its checkpoints and a configuration.
   *
   * @param readOnly true where the checkpoints are, else null
   */
  static PodVolumes of(RLHFRun run, String configMap, Boolean readOnly) {
    PodVolumes volumes = new PodVolumes();
    volumes.add(
        claim(CHECKPOINTS, CheckpointClaim.name(run), null), PodPlaces.CHECKPOINTS, readOnly);
    volumes.add(configMap(CONFIG, configMap), StageConfigMap.FOLDER, true);
    return volumes;
  }

  void add(Volume volume, String path, Boolean readOnly) {
    volumes.add(volume);
    mount(volume.getName(), path, readOnly);
  }

  /** Has a volume once more, elsewhere. */
  void mount(String volume, String path, Boolean readOnly) {
    mounts.add(
        new VolumeMountBuilder()
            .withName(volume)
            .withMountPath(path)
            .withReadOnly(readOnly)
            .build());
  }

  /** The root file system is read-only. */
  PodVolumes withScratch() {
    add(
        new VolumeBuilder().withName(SCRATCH).withNewEmptyDir().endEmptyDir().build(),
        "/tmp",
        null);
    return this;
  }

  List<Volume> volumes() {
    return volumes;
  }

  List<VolumeMount> mounts() {
    return mounts;
  }

  static Volume configMap(String name, String configMap) {
    return new VolumeBuilder()
        .withName(name)
        .withNewConfigMap()
        .withName(configMap)
        .endConfigMap()
        .build();
  }

  static Volume claim(String name, String claim, Boolean readOnly) {
    return new VolumeBuilder().withName(name).withNewPersistentVolumeClaim(claim, readOnly).build();
  }
}
