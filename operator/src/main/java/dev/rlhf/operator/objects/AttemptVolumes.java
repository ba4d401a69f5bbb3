package dev.rlhf.operator.objects;

import dev.rlhf.plan.PodPlaces;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;

/** The volumes of an attempt's pods: checkpoints, configuration, sources, memory, scratch space. */
final class AttemptVolumes {
  private static final String SHARED_MEMORY = "shm";
  private static final String SOURCE = PodPlaces.SOURCES + "/";

  private AttemptVolumes() {}

  static PodVolumes of(Attempt attempt, Role role) {
    PodVolumes volumes =
        PodVolumes.of(
            attempt.run(), attempt.configMap(), role == Role.TRAINER ? null : Boolean.TRUE);
    List<String> claims = sourceClaims(attempt);
    for (String claim : claims) {
      if (claim.equals(CheckpointClaim.name(attempt.run()))) {
        // A kubelet never brings up a pod with two volumes of one claim: it mounts one, and waits.
        volumes.mount(PodVolumes.CHECKPOINTS, SOURCE + claim, true);
      } else {
        volumes.add(PodVolumes.claim(source(claims, claim), claim, true), SOURCE + claim, true);
      }
    }
    volumes.add(sharedMemory(attempt), "/dev/shm", null);
    return volumes.withScratch();
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

  /** A claim's name may be longer than a volume's, and hold dots. */
  private static String source(List<String> claims, String claim) {
    return "source-" + claims.indexOf(claim);
  }

  private static Volume sharedMemory(Attempt attempt) {
    return new VolumeBuilder()
        .withName(SHARED_MEMORY)
        .withNewEmptyDir()
        .withMedium("Memory")
        .withSizeLimit(PodParts.template(attempt.run()).sharedMemory())
        .endEmptyDir()
        .build();
  }
}
