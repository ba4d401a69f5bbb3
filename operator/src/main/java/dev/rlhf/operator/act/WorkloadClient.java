package dev.rlhf.operator.act;

import dev.rlhf.operator.objects.Queue;
import dev.rlhf.operator.observe.QueueNotice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Asks Kueue why it holds a Job back. */
public record WorkloadClient(KubernetesClient client) {
  private static final ResourceDefinitionContext WORKLOAD =
      new ResourceDefinitionContext.Builder()
          .withGroup("kueue.x-k8s.io")
          .withVersion("v1beta2")
          .withKind("Workload")
          .withPlural("workloads")
          .withNamespaced(true)
          .build();

  /** What its record of the Job says; empty where there is none, or no Kueue. */
  public Optional<QueueNotice> ask(String namespace, String jobUid) {
    try {
      return client
          .genericKubernetesResources(WORKLOAD)
          .inNamespace(namespace)
          .withLabel(Queue.JOB_UID, jobUid)
          .list()
          .getItems()
          .stream()
          .flatMap(workload -> QueueNotice.of(workload).stream())
          .findFirst();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
