package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.QueueNotice;
import dev.rlhf.operator.observe.SelectingView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server itself says now: what is acted on is read here and never from a cache.
 *
 * @param progress as the pods said most recently: they are asked elsewhere, at their own pace
 */
public record LiveView(
    KubernetesClient client, String namespace, String name, List<ProgressSample> progress)
    implements SelectingView {

  @Override
  public Optional<RLHFRun> run() {
    return Optional.ofNullable(
        client.resources(RLHFRun.class).inNamespace(namespace).withName(name).get());
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String claim) {
    return Optional.ofNullable(
        client.persistentVolumeClaims().inNamespace(namespace).withName(claim).get());
  }

  @Override
  public Optional<ConfigMap> configMap(String configMap) {
    return Optional.ofNullable(
        client.configMaps().inNamespace(namespace).withName(configMap).get());
  }

  @Override
  public Optional<Job> job(String job) {
    return Optional.ofNullable(
        client.batch().v1().jobs().inNamespace(namespace).withName(job).get());
  }

  @Override
  public List<Pod> pods(Map<String, String> labels) {
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
  }

  @Override
  public Optional<QueueNotice> queueNotice(String jobUid) {
    return new WorkloadClient(client).ask(namespace, jobUid);
  }

  @Override
  public Optional<Complaint> complaint(String uid) {
    return new ComplaintClient(client).ask(namespace, uid);
  }
}
