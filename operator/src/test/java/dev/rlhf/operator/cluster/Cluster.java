package dev.rlhf.operator.cluster;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.UUID;

/** A namespace of the API server, seen with an administrator's eyes. */
public final class Cluster {
  private final Config config;
  private final KubernetesClient admin;
  private final String namespace;

  private Cluster(Config config, KubernetesClient admin, String namespace) {
    this.config = config;
    this.admin = admin;
    this.namespace = namespace;
  }

  static Cluster create(Config config) {
    return create(config, "test-" + UUID.randomUUID());
  }

  /** Makes a namespace of that name. */
  public static Cluster create(Config config, String namespace) {
    KubernetesClient admin = new KubernetesClientBuilder().withConfig(config).build();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return new Cluster(config, admin, namespace);
  }

  /** Another namespace of the same API server. */
  Cluster another() {
    return create(config);
  }

  /** The operator may do what the chart's rules allow, and nothing else. */
  public Config operatorConfig() {
    return new ConfigBuilder(config).withImpersonateUsername(ChartRules.OPERATOR).build();
  }

  public KubernetesClient admin() {
    return admin;
  }

  public String namespace() {
    return namespace;
  }

  public RLHFRun run(String name) {
    return admin.resources(RLHFRun.class).inNamespace(namespace).withName(name).get();
  }

  /** The config map that the run's attempts have by its manifest, before any restart. */
  public ConfigMap configMap(String run, Stage stage) {
    String revision = Revision.of(run(run).getSpec(), stage);
    return configMap(Names.configMap(run, stage, 0, revision));
  }

  public ConfigMap configMap(String name) {
    return admin.configMaps().inNamespace(namespace).withName(name).get();
  }

  public Job job(String name) {
    return admin.batch().v1().jobs().inNamespace(namespace).withName(name).get();
  }

  /** All Jobs that an operator made. */
  public List<Job> jobs() {
    return admin
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
        .list()
        .getItems();
  }

  /** All that was told of the run and its objects. */
  List<Event> events() {
    return admin.events().v1().events().inNamespace(namespace).list().getItems();
  }

  /** The pods of a Job. */
  public List<Pod> podsOf(Job job) {
    return pods().stream()
        .filter(
            pod ->
                pod.getMetadata()
                    .getOwnerReferences()
                    .get(0)
                    .getUid()
                    .equals(job.getMetadata().getUid()))
        .toList();
  }

  public List<Pod> pods() {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
        .list()
        .getItems();
  }
}
