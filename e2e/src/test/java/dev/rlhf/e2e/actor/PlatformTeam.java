package dev.rlhf.e2e.actor;

import dev.rlhf.e2e.cluster.HelmRelease;
import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Who runs the cluster: installs the operator, watches it, and lets users in. */
public final class PlatformTeam implements AutoCloseable {
  private static final String GPU = "nvidia.com/gpu";
  private static final String OURS = "rlhf.dev/scenario";
  private static final long CLEAN_UP_MILLIS = 180_000;

  private final Config admin;
  private final KubernetesClient client;
  private final HelmRelease release;
  private final String prometheusImage;
  private Prometheus prometheus;

  public PlatformTeam(Config admin, HelmRelease release, String prometheusImage) {
    this.admin = admin;
    this.client = new KubernetesClientBuilder().withConfig(admin).build();
    this.release = release;
    this.prometheusImage = prometheusImage;
  }

  public void installsTheOperator() {
    createNamespace(HelmRelease.NAME);
    release.install();
  }

  /** Installs the chart again with a value of its own, written {@code name=value}. */
  public void setsAValue(String value) {
    release.install(value);
  }

  public void uninstallsTheOperator() {
    release.uninstall();
  }

  /** A user who has Kubernetes' own role {@code edit} in a new namespace, and nothing else. */
  public ClusterUser admits(String namespace) {
    createNamespace(namespace);
    var editor =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("editor")
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "edit")
            .addNewSubject("rbac.authorization.k8s.io", "User", namespace, null)
            .build();
    client.resource(editor).inNamespace(namespace).create();
    var config =
        new ConfigBuilder(admin)
            .withImpersonateUsername(namespace)
            .withNamespace(namespace)
            .build();
    return new ClusterUser(new KubernetesClientBuilder().withConfig(config).build());
  }

  /** Lets every node offer GPUs, as the kubelet does where a device plugin runs. */
  public void addsGpus(int number) {
    var gpus = new Quantity(Integer.toString(number));
    for (var node : client.nodes().list().getItems()) {
      client
          .nodes()
          .withName(node.getMetadata().getName())
          .editStatus(
              seen -> {
                seen.getStatus().getCapacity().put(GPU, gpus);
                seen.getStatus().getAllocatable().put(GPU, gpus);
                return seen;
              });
    }
  }

  /** Allows a user's pods together no more than so much of the processor. */
  public void limits(ClusterUser user, String cpu) {
    client
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("small")
                .withNamespace(user.namespace())
                .endMetadata()
                .withNewSpec()
                .addToHard("requests.cpu", new Quantity(cpu))
                .endSpec()
                .build())
        .create();
  }

  /** Offers storage whose provisioner is not there. */
  public void offersStorage(String name, String bindingMode) {
    client
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(OURS, "true")
                .endMetadata()
                .withProvisioner("example.com/nobody")
                .withVolumeBindingMode(bindingMode)
                .build())
        .create();
  }

  /** The Prometheus server of the cluster, started when it is first asked for. */
  public Prometheus prometheus() {
    if (prometheus == null) {
      prometheus = Prometheus.start(client, prometheusImage);
    }
    return prometheus;
  }

  /** A user's run, seen with rights that do not come with the chart. */
  public RLHFRun sees(ClusterUser user, String run) {
    return client.resources(RLHFRun.class).inNamespace(user.namespace()).withName(run).require();
  }

  /** What there is to know of a namespace and of the operator, for people who look for an error. */
  public String report(String namespace) {
    return new Report(client).of(namespace, HelmRelease.NAME);
  }

  /** Every pod must keep to the strictest of Kubernetes' pod security standards. */
  private void createNamespace(String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .addToLabels(OURS, "true")
                .endMetadata()
                .build())
        .create();
  }

  /** Takes everything away that the scenarios brought, from a cluster that is kept. */
  public void cleansUp() {
    client.namespaces().withLabel(OURS).withTimeoutInMillis(CLEAN_UP_MILLIS).delete();
    client.storage().v1().storageClasses().withLabel(OURS).delete();
    if (prometheus != null) {
      prometheus.stop();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
