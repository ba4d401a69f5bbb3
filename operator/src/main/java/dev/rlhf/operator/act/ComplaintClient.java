package dev.rlhf.operator.act;

import dev.rlhf.operator.observe.Complaint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Asks for the events of an object that does not come to be. */
public record ComplaintClient(KubernetesClient client) {

  /** What is complained of; empty where nothing is. */
  public Optional<Complaint> ask(String namespace, String uid) {
    return Complaint.last(
        client
            .v1()
            .events()
            .inNamespace(namespace)
            .withField("involvedObject.uid", uid)
            .list()
            .getItems());
  }
}
