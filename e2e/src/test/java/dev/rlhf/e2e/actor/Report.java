package dev.rlhf.e2e.actor;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;

/** What people look at first when something went wrong. */
record Report(KubernetesClient client) {
  private static final int LINES = 60;

  String of(String namespace, String operatorNamespace) {
    StringBuilder text = new StringBuilder();
    for (RLHFRun run : client.resources(RLHFRun.class).inNamespace(namespace).list().getItems()) {
      text.append(Serialization.asYaml(run.getStatus())).append('\n');
    }
    for (var event : client.v1().events().inNamespace(namespace).list().getItems()) {
      text.append(event.getInvolvedObject().getName()).append(": ");
      text.append(event.getReason()).append(": ").append(event.getMessage()).append('\n');
    }
    pods(namespace, text);
    pods(operatorNamespace, text);
    return text.toString();
  }

  private void pods(String namespace, StringBuilder text) {
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      text.append("--- pod ").append(pod.getMetadata().getName()).append(": ");
      text.append(pod.getStatus().getPhase()).append('\n').append(log(pod)).append('\n');
    }
  }

  private String log(Pod pod) {
    try {
      return client.pods().resource(pod).tailingLines(LINES).getLog();
    } catch (KubernetesClientException e) {
      return "no log: " + e.getMessage();
    }
  }
}
