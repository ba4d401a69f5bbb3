package dev.rlhf.operator.objects;

import dev.rlhf.plan.PodPlaces;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The volumes of a pod: checkpoints, configuration, sources, memory and scratch space. */
final class Mounts {
  static final String CHECKPOINTS = "checkpoints";
  static final String CONFIG = "config";
  private static final String SHARED_MEMORY = "shm";
  static final String SCRATCH = "tmp";
  private static final String SOURCE = PodPlaces.SOURCES + "/";

  private Mounts() {}

  static List<Volume> volumes(Attempt attempt) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(claim(CHECKPOINTS, CheckpointClaim.name(attempt.run()), null));
    volumes.add(configMap(CONFIG, attempt.configMap()));
    List<String> claims = sourceClaims(attempt);
    for (String claim : claims) {
      if (!isCheckpoints(attempt, claim)) {
        volumes.add(claim(source(claims, claim), claim, true));
      }
    }
    volumes.add(
        new VolumeBuilder()
            .withName(SHARED_MEMORY)
            .withNewEmptyDir()
            .withMedium("Memory")
            .withSizeLimit(PodParts.template(attempt.run()).sharedMemory())
            .endEmptyDir()
            .build());
    volumes.add(scratch());
    return volumes;
  }

  static List<VolumeMount> of(Attempt attempt, Role role) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(
        mount(CHECKPOINTS, PodPlaces.CHECKPOINTS, role == Role.TRAINER ? null : Boolean.TRUE));
    mounts.add(mount(CONFIG, StageConfigMap.FOLDER, true));
    List<String> claims = sourceClaims(attempt);
    for (String claim : claims) {
      String volume = isCheckpoints(attempt, claim) ? CHECKPOINTS : source(claims, claim);
      mounts.add(mount(volume, SOURCE + claim, true));
    }
    mounts.add(mount(SHARED_MEMORY, "/dev/shm", null));
    mounts.add(mount(SCRATCH, "/tmp", null));
    return mounts;
  }

  /** The claims that a stage reads from, each once: of its inputs, and of ready checkpoints. */
  private static List<String> sourceClaims(Attempt attempt) {
    return attempt
        .config()
        .paths()
        .filter(path -> path.startsWith(SOURCE))
        .map(path -> path.substring(SOURCE.length(), path.indexOf('/', SOURCE.length())))
        .sorted()
        .distinct()
        .toList();
  }

  /** A kubelet never brings up a pod with two volumes of one claim: it mounts one, and waits. */
  private static boolean isCheckpoints(Attempt attempt, String claim) {
    return claim.equals(CheckpointClaim.name(attempt.run()));
  }

  /** A claim's name may be longer than a volume's, and hold dots. */
  private static String source(List<String> claims, String claim) {
    return "source-" + claims.indexOf(claim);
  }

  static Volume configMap(String name, String configMap) {
    return new VolumeBuilder()
        .withName(name)
        .withNewConfigMap()
        .withName(configMap)
        .endConfigMap()
        .build();
  }

  static Volume scratch() {
    return new VolumeBuilder().withName(SCRATCH).withNewEmptyDir().endEmptyDir().build();
  }

  static Volume claim(String name, String claim, Boolean readOnly) {
    return new VolumeBuilder().withName(name).withNewPersistentVolumeClaim(claim, readOnly).build();
  }

  static VolumeMount mount(String name, String path, Boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(path)
        .withReadOnly(readOnly)
        .build();
  }
}
