package dev.rlhf.operator.cluster;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A namespace as it was at one time: what a cache that is behind still shows. */
record Snapshot(
    Optional<RLHFRun> run,
    List<PersistentVolumeClaim> claims,
    List<ConfigMap> configMaps,
    List<Job> jobs,
    List<Pod> pods)
    implements QuietView {

  static Snapshot of(Cluster cluster, String run) {
    KubernetesClient admin = cluster.admin();
    String namespace = cluster.namespace();
    return new Snapshot(
        Optional.ofNullable(cluster.run(run)),
        admin.persistentVolumeClaims().inNamespace(namespace).list().getItems(),
        admin.configMaps().inNamespace(namespace).list().getItems(),
        cluster.jobs(),
        cluster.pods());
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String name) {
    return named(claims, name);
  }

  @Override
  public Optional<ConfigMap> configMap(String name) {
    return named(configMaps, name);
  }

  @Override
  public Optional<Job> job(String name) {
    return named(jobs, name);
  }

  @Override
  public List<Pod> pods(Map<String, String> labels) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  private static <T extends HasMetadata> Optional<T> named(List<T> objects, String name) {
    return objects.stream().filter(o -> o.getMetadata().getName().equals(name)).findFirst();
  }
}
