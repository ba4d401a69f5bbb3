package dev.rlhf.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Kubernetes cluster in Docker. */
final class KindCluster implements AutoCloseable {
  private final String name;
  private final boolean ours;
  private final Path kubeconfig;

  private KindCluster(String name, boolean ours) throws IOException {
    this.name = name;
    this.ours = ours;
    this.kubeconfig = Files.createTempFile(name, ".kubeconfig");
  }

  /** The cluster that the settings name: as it is, or a new one. */
  static KindCluster of(Settings settings) {
    try {
      boolean exists =
          Command.run("kind", "get", "clusters").lines().anyMatch(settings.cluster()::equals);
      KindCluster cluster = new KindCluster(settings.cluster(), !exists);
      cluster.start(settings);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(Settings settings) throws IOException {
    if (!ours) {
      Files.writeString(kubeconfig, Command.run("kind", "get", "kubeconfig", "--name", name));
      return;
    }
    List<String> words = new ArrayList<>(List.of("kind", "create", "cluster", "--name", name));
    words.addAll(List.of("--wait", "180s", "--kubeconfig", kubeconfig.toString()));
    settings.nodeImage().ifPresent(image -> words.addAll(List.of("--image", image)));
    settings.config().ifPresent(config -> words.addAll(List.of("--config", config)));
    try {
      Command.run(words.toArray(String[]::new));
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /** A file with the rights of its administrator. */
  Path kubeconfig() {
    return kubeconfig;
  }

  Config config() {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  /** Whether it was there before the scenarios, and is there after them. */
  boolean isKept() {
    return !ours;
  }

  /** Brings an image from the local Docker onto the nodes. */
  void load(String image) {
    Command.run("kind", "load", "docker-image", image, "--name", name);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(kubeconfig);
    if (ours) {
      Command.run("kind", "delete", "cluster", "--name", name);
    }
  }
}
