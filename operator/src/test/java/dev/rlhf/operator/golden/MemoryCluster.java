package dev.rlhf.operator.golden;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.cluster.QuietView;
import dev.rlhf.operator.decide.Decision;
import dev.rlhf.operator.objects.CheckpointClaim;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects in memory, and those that decisions add to them. */
final class MemoryCluster implements QuietView {
  private final List<HasMetadata> objects;
  private final List<HasMetadata> created = new ArrayList<>();

  MemoryCluster(List<HasMetadata> given) {
    objects = new ArrayList<>(given);
  }

  List<HasMetadata> created() {
    return created;
  }

  void perform(Decision decision) {
    if (decision instanceof Decision.WriteStatus write) {
      run().orElseThrow().setStatus(write.status());
    } else if (decision instanceof Decision.CreateClaim create) {
      create(create.claim());
    } else if (decision instanceof Decision.CreateConfigMap create) {
      create(create.configMap());
    } else if (decision instanceof Decision.CreateJob create) {
      create(create.job());
    } else if (decision instanceof Decision.StopJob stop) {
      stop.job().getMetadata().setDeletionTimestamp("2026-01-01T12:00:00Z");
    } else {
      throw new AssertionError("no golden case asks for this: " + decision);
    }
  }

  private void create(HasMetadata object) {
    created.add(object);
    objects.add(object);
    object.getMetadata().setUid("uid-of-" + object.getMetadata().getName());
  }

  @Override
  public Optional<RLHFRun> run() {
    return all(RLHFRun.class).stream().findFirst();
  }

  /** Those that users make for what is read and written are there; the run's own is given. */
  @Override
  public Optional<PersistentVolumeClaim> claim(String name) {
    return run().filter(run -> CheckpointClaim.name(run).equals(name)).isPresent()
        ? named(PersistentVolumeClaim.class, name)
        : Optional.of(new PersistentVolumeClaim());
  }

  @Override
  public Optional<ConfigMap> configMap(String name) {
    return named(ConfigMap.class, name);
  }

  @Override
  public Optional<Job> job(String name) {
    return named(Job.class, name);
  }

  @Override
  public List<Pod> pods(Map<String, String> labels) {
    return all(Pod.class).stream()
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  private <T extends HasMetadata> Optional<T> named(Class<T> type, String name) {
    return all(type).stream().filter(o -> o.getMetadata().getName().equals(name)).findFirst();
  }

  private <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
